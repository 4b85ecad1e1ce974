using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>What runs of sounds have in addition to all runs.</summary>
internal static class SoundRuns
{
    /// <summary>The training sounds of the run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunFolderException">The run was trained on another kind of data.</exception>
    internal static SoundRunData SoundData(this RunFolder run) =>
        run.Options.Data as SoundRunData
        ?? throw new RunFolderException(
            $"{run.Root} was trained on {PrintableText.Of(run.Options.Kind.Name)}, but a run trained on sounds is needed here. "
                + $"Name one."
        );

    /// <summary>
    /// Opens sounds in the form of others: the same rate, length, and channels, cut in the same way. If the data has a test part,
    /// it opens either that or the training part.
    /// </summary>
    /// <param name="place">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="shape">The shape of the other sounds.</param>
    /// <param name="reading">How the others were read; null if they were used as they were.</param>
    /// <param name="isHeldOut">Whether to open the test part if there is one, because no model was trained on it.</param>
    /// <param name="progress">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The sounds cannot be read, or have another shape.</exception>
    internal static SoundDataset OpenLike(
        string place,
        SoundShape shape,
        SoundOptions? reading,
        bool isHeldOut,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        SoundOptions? options = SoundSources.ReadingAt(place, (reading ?? new SoundOptions()).To(shape));
        DataPart part = isHeldOut && SoundSources.HasTestPart(place, options) ? DataPart.Test : DataPart.Train;
        SoundDataset data = SoundSources.Open(place, part, options, progress, cancellationToken);
        if (data.Shape == shape)
            return data;
        SoundShape other = data.Shape;
        data.Dispose();
        OptionSentence advice = options is null
            ? "Name a folder of recordings, which are converted to that."
            : "Another version cut sounds to that length; train a new run.";
        throw new FigmentException($"{place} has sounds of {other}, but sounds of {shape} are needed. {advice}");
    }
}
