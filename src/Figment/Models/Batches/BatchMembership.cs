using Figment.Backend;

namespace Figment.Models;

/// <summary>As long as it lasts, all of a model that sees more than one item knows what this process has of each batch.</summary>
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
