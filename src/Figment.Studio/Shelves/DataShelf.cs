using Figment.Data;
using Figment.Runs;
using Figment.Server;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>Data sets that pages show: opened when first asked for, kept while they are asked for and there is room, and opened anew when they changed.</summary>
/// <param name="mostBytes">How many bytes of images to keep; what was asked for last is kept in any case.</param>
internal sealed class DataShelf(long mostBytes) : IDisposable
{
    private const int Most = 4;
    private const long MostBytes = 1L << 30;

    private readonly ModelThread thread = new("studio data");
    private readonly List<Opened> open = []; // the one asked for last stands last

    public DataShelf()
        : this(MostBytes)
    {
    }

    /// <summary>How many data sets are kept.</summary>
    internal int Count => open.Count;

    /// <summary>Does something with a data set by what a user may write. Tensors that it leaves are disposed.</summary>
    /// <exception cref="FigmentException">There is none, or it cannot be read.</exception>
    internal Task<T> UseAsync<T>(string nameOrPath, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) => UseAsync(nameOrPath, null, null, use, cancellationToken);

    /// <summary>The same with what a run learned from.</summary>
    /// <exception cref="FigmentException">It cannot be read, or is not what it was.</exception>
    internal Task<T> UseAsync<T>(RunData data, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) => UseAsync(data.Source, data.Pictures, data.Sha256, use, cancellationToken);

    /// <summary>Whether what a run learned from is still where it was; not whether it reads.</summary>
    internal static bool IsThere(RunData data) => Datasets.Names.Contains(data.Source) || Path.Exists(data.Source);

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        foreach (Opened entry in open) entry.Data.Dispose();
    }

    private Task<T> UseAsync<T>(string nameOrPath, PictureOptions? pictures, string? sha256, Func<ImageDataset, T> use, CancellationToken cancellationToken) => thread.RunAsync(
        () =>
        {
            ImageDataset data = Get(nameOrPath, pictures, cancellationToken);
            PutAway();
            if (sha256 is not null && data.Sha256 != sha256)
                throw new FigmentException($"{nameOrPath} is no longer what the run learned from: it has changed since, so it is not shown as that.");
            using DisposeScope scope = torch.NewDisposeScope();
            return use(data);
        },
        cancellationToken);

    private ImageDataset Get(string nameOrPath, PictureOptions? pictures, CancellationToken cancellationToken)
    {
        string stamp = DataStamp.Of(nameOrPath);
        Opened? found = open.Find(entry => entry.Source == nameOrPath && entry.Pictures == pictures);
        if (found is not null) open.Remove(found);
        if (found is not null && found.Stamp != stamp)
        {
            found.Data.Dispose();
            found = null;
        }

        found ??= new Opened(nameOrPath, pictures, stamp, Datasets.Open(nameOrPath, DataPart.Train, pictures, null, cancellationToken));
        open.Add(found);
        return found.Data;
    }

    private void PutAway()
    {
        while (open.Count > 1 && (open.Count > Most || open.Sum(entry => (long)entry.Data.Count * entry.Data.Shape.Size) > mostBytes))
        {
            open[0].Data.Dispose();
            open.RemoveAt(0);
        }
    }

    private sealed record Opened(string Source, PictureOptions? Pictures, string Stamp, ImageDataset Data);
}
