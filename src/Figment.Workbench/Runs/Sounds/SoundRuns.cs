using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>What is asked of runs of sounds alone.</summary>
internal static class SoundRuns
{
    /// <summary>Which sounds the run learned from.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="RunFolderException">It learned from something else.</exception>
    internal static SoundRunData SoundData(this RunFolder run) =>
        run.Options.Data as SoundRunData
        ?? throw new RunFolderException(
            $"{run.Root} learned from {PrintableText.Of(run.Options.Kind.Name)}, and this is for runs of sounds: name "
                + $"one of those."
        );

    /// <summary>
    /// Opens sounds that become what others are: of the same rate, length and channels, cut in the same way. Of data that has a
    /// test part, it opens that part where asked to, and otherwise the part to train with.
    /// </summary>
    /// <param name="place">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="shape">The shape of the others.</param>
    /// <param name="reading">How those were read; null where they are as they were made.</param>
    /// <param name="isHeldOut">Whether the test part is taken where there is one, since no model was trained with it.</param>
    /// <param name="progress">Hears of the reading of recordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">They cannot be read, or have a shape of their own.</exception>
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
        string advice = options is null
            ? "Name a folder of recordings, which are brought to that."
            : "Sounds of that length were cut by another version; train anew.";
        throw new FigmentException($"{place} has sounds of {other}, and sounds of {shape} are needed. {advice}");
    }
}
