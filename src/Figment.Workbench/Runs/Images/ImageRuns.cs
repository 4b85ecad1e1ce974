using Figment.Data;

namespace Figment.Runs.Images;

/// <summary>Functions that only runs trained on images have.</summary>
public static class ImageRuns
{
    /// <summary>Whether the run was trained on images, so that it can make images.</summary>
    internal static bool IsOfImages(this RunFolder run) => run.Options.Data is ImageRunData;

    /// <summary>The training images of the run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunFolderException">The run was trained on another kind of data.</exception>
    internal static ImageRunData ImageData(this RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Options.Data as ImageRunData
            ?? throw new RunFolderException(
                $"{run.Root} was trained on {PrintableText.Of(run.Options.Data.Kind ?? "other data")}, but a run trained on "
                    + $"images is needed here."
            );
    }

    /// <summary>
    /// Opens the training images of a run, and finds the test images of the same data, which no model was trained on (<see
    /// cref="RunFolder.OpenData"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="named">Where the data is now, if the user knows; null searches for it.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">
    /// The data is gone or has changed; the message lists the places that were searched.
    /// </exception>
    public static LearnedImages OpenImages(
        this RunFolder run,
        string? named = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => LearnedImages.Open(run, named, null, loading, cancellationToken);
}
