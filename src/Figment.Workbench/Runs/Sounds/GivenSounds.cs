using Figment.Data;
using Figment.Data.Sounds;
using Figment.Networks.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>
/// Opens sounds that a user passes to a run's model: recordings, cut in the same way as the run's training data.
/// </summary>
internal static class GivenSounds
{
    /// <summary>Opens the sounds. If the data has a test part, which no model was trained on, this opens the test part.</summary>
    /// <param name="run">A run of sounds.</param>
    /// <param name="named">
    /// A recording, or data as for <see cref="SoundSources.Open"/>; null uses the training data of the run.
    /// </param>
    /// <param name="note">Receives notes on what may surprise the user.</param>
    /// <param name="progress">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The sounds cannot be read, or do not have the shape of the run's sounds.</exception>
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
            // A model can be given other sounds too, as long as the user is told that it was not trained on them.
            SoundDataset others = OpenPart(record.Source);
            note($"The sounds in {PrintableText.Of(record.Source)} are not those that the run was trained on.");
            return others;
        }

        SoundDataset OpenPart(string place) =>
            SoundRuns.OpenLike(place, record.Shape, record.Reading, isHeldOut: true, progress, cancellationToken);
    }
}
