using Figment.Data;

namespace Figment.Studio.Shelves;

/// <summary>Data sets that pages show, each opened once.</summary>
internal sealed class DataShelf : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, Lazy<ImageDataset>> open = [];

    /// <summary>A data set by what a user may write.</summary>
    /// <exception cref="FigmentException">There is none, or it cannot be read.</exception>
    internal ImageDataset Get(string nameOrPath)
    {
        Lazy<ImageDataset>? data;
        lock (gate)
        {
            if (!open.TryGetValue(nameOrPath, out data)) open[nameOrPath] = data = new(() => Datasets.Open(nameOrPath));
        }

        try
        {
            return data.Value;
        }
        catch
        {
            lock (gate) open.Remove(nameOrPath); // the next visitor may have mended it
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ImageDataset> data in open.Values.Where(data => data.IsValueCreated)) data.Value.Dispose();
    }
}
