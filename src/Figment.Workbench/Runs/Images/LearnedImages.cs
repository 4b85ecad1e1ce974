using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;

namespace Figment.Runs.Images;

/// <summary>A run's training images, found again, and the test images that belong to the same data.</summary>
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
    /// Where the data was found: the name of a data set, or a path. Do not put it into a report, which anyone may see.
    /// </summary>
    public string Place { get; }

    /// <summary>The training images, with classes in the order that the run recorded.</summary>
    public ImageDataset Training { get; }

    /// <summary>Whether the data has a test part, which no model was trained on.</summary>
    public bool HasTest => isName || Datasets.HasTestPart(Place, pictures);

    /// <summary>Opens the test part of the data, which no model was trained on; null if there is none.</summary>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The data cannot be read.</exception>
    public ImageDataset? OpenTest(IProgress<DataProgress>? loading = null, CancellationToken cancellationToken = default) =>
        !HasTest ? null
        : isName ? Datasets.OpenName(Place, DataPart.Test, loading, cancellationToken)
        : HeldOut.Open(Place, DataPart.Test, Training.Shape, Training.Pictures ?? pictures, loading, cancellationToken);

    /// <summary>Converts this to the real images of a comparison, which own it from then on.</summary>
    /// <param name="source">The name for reports: what was asked for, not where it was found.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
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

    /// <summary>Finds the data as <see cref="RunFolder.OpenData"/> does.</summary>
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
