using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// As long as it lasts, networks that learn hold their weights' float32 originals, and compute in float32: for whoever makes
/// samples with them or saves them.
/// </summary>
internal sealed class ExactNetworks : IDisposable
{
    private readonly Action<ScalarType> use;
    private readonly ScalarType before;
    private readonly IDisposable[] held = [];

    internal ExactNetworks(TrainableModel model, Action<ScalarType> use)
    {
        (this.use, before) = (use, model.Precision);
        if (before == ScalarType.Float32)
            return;
        held = [.. model.Optimizers.Select(optimizer => optimizer.HoldOriginals())];
        use(ScalarType.Float32);
    }

    public void Dispose()
    {
        foreach (IDisposable networks in held)
            networks.Dispose();
        use(before);
    }
}
