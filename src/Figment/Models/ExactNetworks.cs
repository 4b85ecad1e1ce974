using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Until this object is disposed, networks in training hold the float32 originals of their weights and compute in float32, so
/// that they can make samples or have their weights saved.
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
