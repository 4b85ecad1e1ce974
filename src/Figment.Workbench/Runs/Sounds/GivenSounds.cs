using Figment.Data;
using Figment.Data.Sounds;
using Figment.Networks.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>Sounds that a user gives to a run's model: recordings, cut as those that the run learned from.</summary>
internal static class GivenSounds
{
    /// <summary>Opens sounds. Of data that has a test part it is the test part, which no model was trained with.</summary>
    /// <param name="run">A run of sounds.</param>
    /// <param name="named">
    /// A recording, or data as for <see cref="SoundSources.Open"/>; null takes what the run learned from.
    /// </param>
    /// <param name="note">Hears what may surprise.</param>
    /// <param name="progress">Hears of the reading of recordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">They cannot be read, or do not have the shape that the run learned.</exception>
    internal static SoundDataset Open(
        RunFolder run,
        string? named,
        Action<string> note,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        SoundRunData record = run.SoundData();
        SoundOptions reading = record.ReadingOfOthers();
        if (named is not null && File.Exists(named) && SoundPlaces.IsFile(named))
            return SingleRecording.Read(named, SoundGrid.Of(record.Form, record.Shape), reading);
        if (named is not null)
            return OpenPart(named);
        try
        {
            LearnedData found = LearnedData.Open(
                run,
                null,
                "Bring it back, or name other recordings.",
                progress,
                cancellationToken
            );
            if (!SoundSources.HasTestPart(found.Place, found.IsName ? null : reading))
                return (SoundDataset)found.Training;
            found.Training.Dispose();
            return OpenPart(found.Place);
        }
        catch (FigmentException) when (Path.Exists(record.Source))
        {
            // A model takes other sounds as well, as long as nobody believes that it learned from them.
            SoundDataset others = OpenPart(record.Source);
            note($"The sounds in {PrintableText.Of(record.Source)} are not those that the run learned from.");
            return others;
        }

        SoundDataset OpenPart(string place) =>
            SoundRuns.OpenLike(place, record.Shape, record.Reading, isHeldOut: true, progress, cancellationToken);
    }
}
