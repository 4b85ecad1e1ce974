using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;

namespace Figment.Runs.Images;

/// <summary>The images that a run learned from, found again, and those beside them that it did not learn from.</summary>
public sealed class LearnedImages : IDisposable
{
    private readonly bool isName;
    private readonly PictureOptions? pictures;

    private LearnedImages(LearnedData found, PictureOptions? pictures)
    {
        (Place, isName, Training) = (found.Place, found.IsName, (ImageDataset)found.Training);
        this.pictures = !isName && FolderCheck.Takes(Place) ? pictures : null;
    }

    /// <summary>
    /// Where it was found: the name of a data set, or a path. It is not what a report should name, which may be shown to anyone.
    /// </summary>
    public string Place { get; }

    /// <summary>What the run learned from, its classes in the order that the run recorded.</summary>
    public ImageDataset Training { get; }

    /// <summary>Whether there is a part that no model learned from.</summary>
    public bool HasTest => isName || Datasets.HasTestPart(Place, pictures);

    /// <summary>Opens the part that no model learned from; null where there is none.</summary>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    public ImageDataset? OpenTest(IProgress<DataProgress>? loading = null, CancellationToken cancellationToken = default) =>
        !HasTest ? null
        : isName ? Datasets.OpenName(Place, DataPart.Test, loading, cancellationToken)
        : HeldOut.Open(Place, DataPart.Test, Training.Shape, Training.Pictures ?? pictures, loading, cancellationToken);

    /// <summary>As the real images of a comparison, to which they belong from then on.</summary>
    /// <param name="source">What a report may call them: what was asked for, not where it was found.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal RealImages ToReal(string source, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        try
        {
            return new RealImages(source, Training, OpenTest(loading, cancellationToken));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Training.Dispose();

    /// <summary>Finds it as <see cref="RunFolder.OpenData"/> does.</summary>
    internal static LearnedImages Open(
        RunFolder run,
        string? named,
        OptionSentence? advice,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        ImageRunData data = run.ImageData(); // before anything is opened
        return new LearnedImages(LearnedData.Open(run, named, advice, loading, cancellationToken), data.Pictures);
    }
}
