using Figment.Data.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Server;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>
/// The data sets that pages show. A data set is opened on the first request, cached while it is in use and there is room, and
/// reopened when it has changed.
/// </summary>
/// <param name="mostBytes">The maximum number of bytes of images to cache; the last data set is always cached.</param>
internal sealed class DataShelf(long mostBytes) : IDisposable
{
    private const int Most = 4;
    private const long MostBytes = 1L << 30;

    private readonly ModelThread thread = new("studio data");
    private readonly List<Opened> open = []; // the most recently used is last

    public DataShelf()
        : this(MostBytes) { }

    /// <summary>The number of cached data sets.</summary>
    internal int Count => open.Count;

    /// <summary>Uses a data set that a user names. Any remaining tensors are disposed.</summary>
    /// <exception cref="FigmentException">The data set does not exist, or cannot be read.</exception>
    internal Task<T> UseAsync<T>(string nameOrPath, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) =>
        UseAsync(
            entry => !entry.IsOfRun && entry.Place == nameOrPath,
            () => new Opened(nameOrPath, IsOfRun: false, Datasets.Open(nameOrPath, cancellationToken: cancellationToken)),
            use,
            cancellationToken
        );

    /// <summary>
    /// Uses the training data of a run, wherever it is now, with its classes in the order that the run recorded.
    /// </summary>
    /// <exception cref="FigmentException">The data is gone or has changed.</exception>
    internal Task<T> UseAsync<T>(RunFolder run, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) =>
        UseAsync(
            entry => entry.IsOfRun && entry.Data.Sha256 == run.Options.Data.Sha256,
            () =>
            {
                LearnedImages found = run.OpenImages(cancellationToken: cancellationToken); // it owns only the images
                return new Opened(found.Place, IsOfRun: true, found.Training);
            },
            use,
            cancellationToken
        );

    /// <summary>Computes something with data that is not kept.</summary>
    internal Task<T> ComputeAsync<T>(Func<T> act) =>
        thread.RunAsync(
            () =>
            {
                using DisposeScope scope = torch.NewDisposeScope();
                return act();
            },
            CancellationToken.None
        );

    /// <inheritdoc/>
    public void Dispose()
    {
        thread.Dispose();
        foreach (Opened entry in open)
            entry.Data.Dispose();
    }

    private Task<T> UseAsync<T>(
        Predicate<Opened> isThat,
        Func<Opened> read,
        Func<ImageDataset, T> use,
        CancellationToken cancellationToken
    ) =>
        thread.RunAsync(
            () =>
            {
                Opened entry = Take(isThat) ?? read();
                open.Add(entry);
                PutAway();
                using DisposeScope scope = torch.NewDisposeScope();
                return use(entry.Data);
            },
            cancellationToken
        );

    /// <summary>Takes a data set from the cache; one that has changed on disk is disposed.</summary>
    private Opened? Take(Predicate<Opened> isThat)
    {
        if (open.Find(isThat) is not Opened found)
            return null;
        open.Remove(found);
        if (found.Stamp == DataStamp.Of(found.Place))
            return found;
        found.Data.Dispose();
        return null;
    }

    private void PutAway()
    {
        while (
            open.Count > 1 && (open.Count > Most || open.Sum(entry => (long)entry.Data.Count * entry.Data.Shape.Size) > mostBytes)
        )
        {
            open[0].Data.Dispose();
            open.RemoveAt(0);
        }
    }

    /// <summary>An opened data set.</summary>
    /// <param name="Place">The place that it was read from.</param>
    /// <param name="IsOfRun">Whether it is the training data of a run, in the form that the run recorded.</param>
    /// <param name="Data">The images.</param>
    private sealed record Opened(string Place, bool IsOfRun, ImageDataset Data)
    {
        /// <summary>The stamp of the place at the time of reading.</summary>
        internal string Stamp { get; } = DataStamp.Of(Place);
    }
}
