using Figment.Data;

namespace Figment.Runs.Images;

/// <summary>What a run of images holds beside what all runs do.</summary>
public static class ImageRuns
{
    /// <summary>Whether the run learned images, so that images can be made with it.</summary>
    internal static bool IsOfImages(this RunFolder run) => run.Options.Data is ImageRunData;

    /// <summary>Which images the run learned from.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunFolderException">It learned from something else.</exception>
    internal static ImageRunData ImageData(this RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return run.Options.Data as ImageRunData
            ?? throw new RunFolderException(
                $"{run.Root} learned from {PrintableText.Of(run.Options.Data.Kind ?? "other data")}, and this is for "
                    + $"runs of images."
            );
    }

    /// <summary>
    /// Opens what the run learned from, and knows what lies beside it that no model learned from (<see
    /// cref="RunFolder.OpenData"/>).
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="named">Where a user says that it is now; null looks for it.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">
    /// It is not there any more, or has changed; the message says where it was sought.
    /// </exception>
    public static LearnedImages OpenImages(
        this RunFolder run,
        string? named = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    ) => LearnedImages.Open(run, named, null, loading, cancellationToken);
}
