using Figment.Data.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Server;
using TorchSharp;

namespace Figment.Studio.Shelves;

/// <summary>
/// Data sets that pages show: opened when first asked for, kept while they are asked for and there is room, and opened anew when
/// they changed.
/// </summary>
/// <param name="mostBytes">How many bytes of images to keep; what was asked for last is kept in any case.</param>
internal sealed class DataShelf(long mostBytes) : IDisposable
{
    private const int Most = 4;
    private const long MostBytes = 1L << 30;

    private readonly ModelThread thread = new("studio data");
    private readonly List<Opened> open = []; // the one asked for last stands last

    public DataShelf()
        : this(MostBytes) { }

    /// <summary>How many data sets are kept.</summary>
    internal int Count => open.Count;

    /// <summary>Does something with a data set by what a user may write. Tensors that it leaves are disposed.</summary>
    /// <exception cref="FigmentException">There is none, or it cannot be read.</exception>
    internal Task<T> UseAsync<T>(string nameOrPath, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) =>
        UseAsync(
            entry => !entry.IsOfRun && entry.Place == nameOrPath,
            () => new Opened(nameOrPath, IsOfRun: false, Datasets.Open(nameOrPath, cancellationToken: cancellationToken)),
            use,
            cancellationToken
        );

    /// <summary>
    /// The same with what a run learned from, wherever it is now, its classes in the order that the run recorded.
    /// </summary>
    /// <exception cref="FigmentException">It is not there any more, or is not what it was.</exception>
    internal Task<T> UseAsync<T>(RunFolder run, Func<ImageDataset, T> use, CancellationToken cancellationToken = default) =>
        UseAsync(
            entry => entry.IsOfRun && entry.Data.Sha256 == run.Options.Data.Sha256,
            () =>
            {
                LearnedImages found = run.OpenImages(cancellationToken: cancellationToken); // it owns nothing but the images
                return new Opened(found.Place, IsOfRun: true, found.Training);
            },
            use,
            cancellationToken
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

    /// <summary>Takes one from the shelf; one that changed on the disk since it was read is disposed.</summary>
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

    /// <summary>What was read.</summary>
    /// <param name="Place">From where.</param>
    /// <param name="IsOfRun">Whether it is what a run learned from, as the run has it.</param>
    /// <param name="Data">The images.</param>
    private sealed record Opened(string Place, bool IsOfRun, ImageDataset Data)
    {
        /// <summary>What the place was like when it was read.</summary>
        internal string Stamp { get; } = DataStamp.Of(Place);
    }
}
