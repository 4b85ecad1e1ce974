using Figment.Data;
using Figment.Runs;

namespace Figment.Studio.Shelves;

/// <summary>Data sets that pages show, each opened once.</summary>
internal sealed class DataShelf : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string, PictureOptions?), Lazy<ImageDataset>> open = [];

    /// <summary>A data set by what a user may write.</summary>
    /// <exception cref="FigmentException">There is none, or it cannot be read.</exception>
    internal ImageDataset Get(string nameOrPath) => Get(nameOrPath, null);

    /// <summary>What a run learned from.</summary>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    internal ImageDataset Get(RunData data) => Get(data.Source, data.Pictures);

    /// <summary>Whether what a run learned from is still where it was; not whether it reads.</summary>
    internal static bool IsThere(RunData data) => Datasets.Names.Contains(data.Source) || Path.Exists(data.Source);

    private ImageDataset Get(string nameOrPath, PictureOptions? pictures)
    {
        Lazy<ImageDataset>? data;
        lock (gate)
        {
            if (!open.TryGetValue((nameOrPath, pictures), out data)) open[(nameOrPath, pictures)] = data = new(() => Datasets.Open(nameOrPath, DataPart.Train, pictures));
        }

        try
        {
            return data.Value;
        }
        catch
        {
            lock (gate) open.Remove((nameOrPath, pictures)); // the next visitor may have mended it
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<ImageDataset> data in open.Values.Where(data => data.IsValueCreated)) data.Value.Dispose();
    }
}
