using Figment.Backend;

namespace Figment.Models;

/// <summary>
/// Until it is disposed, it tells each part of a model that works on more than one item at once which share of each batch this
/// process has.
/// </summary>
internal sealed class BatchMembership : IDisposable
{
    private readonly ISharesBatch[] parts;

    internal BatchMembership(TrainableModel model, BatchShare share)
    {
        parts =
        [
            .. model.Optimizers.Select(optimizer => optimizer.Exchange),
            .. model.Networks.SelectMany(network => network.Module.modules().Prepend(network.Module)).OfType<ISharesBatch>(),
        ];
        foreach (ISharesBatch part in parts)
            part.Share = share;
    }

    public void Dispose()
    {
        foreach (ISharesBatch part in parts)
            part.Share = null;
    }
}
