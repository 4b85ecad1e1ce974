using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>The real sounds that a run is compared with, and those that it learned from.</summary>
internal sealed class RealSounds : IDisposable
{
    private readonly SoundRunData record;
    private readonly SoundDataset? learned, held;
    private readonly string source;

    private RealSounds(SoundRunData record, string source, SoundDataset? learned, SoundDataset? held) =>
        (this.record, this.source, this.learned, this.held) = (record, source, learned, held);

    /// <summary>The shape of every sound.</summary>
    internal SoundShape Shape => record.Shape;

    /// <summary>What the run learned from; where that is gone, what it is compared with.</summary>
    internal SoundDataset Training => learned ?? held!;

    /// <summary>What generated sounds are compared with.</summary>
    internal SoundDataset Reference { get; private set; } = null!;

    /// <summary>
    /// Opens them. Copies are looked for among what the run learned from, whatever it is compared with; where that is gone, nothing is
    /// said of copies.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="against">What to compare with; null takes what lies beside what the run learned from to test with, or that itself.</param>
    /// <param name="loading">Hears of the reading of recordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">The run is not of sounds, or there is nothing to compare with.</exception>
    internal static RealSounds Open(RunFolder run, string? against, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        SoundRunData record = run.Options.Data as SoundRunData
            ?? throw new RunFolderException($"{run.Root} learned from {PrintableText.Of(run.Options.Data.Kind ?? "images")}, and this is for runs of sounds.");
        OptionSentence advice = OptionSentence.Of(
            $"Bring it back, or name what to compare with ({new OptionName(nameof(Images.EvaluationRequest.Against))}).");
        LearnedData? found = Find();
        SoundDataset? learned = (SoundDataset?)found?.Training, held = null;
        try
        {
            string place = against ?? found!.Place;
            if (against is not null || SoundSources.HasTestPart(place, record.Reading))
                held = OpenHeld(record, place, loading, cancellationToken);
            if (held is not null && held.Shape != record.Shape)
                throw new FigmentException($"The sounds of {place} are {held.Shape}, and the run's {record.Shape}. Compare sounds of one shape.");
            if (held?.Sha256 != record.Sha256 || learned is null) return new RealSounds(record, against ?? record.Source, learned, held);
            held.Dispose();
            return new RealSounds(record, against ?? record.Source, learned, null);
        }
        catch
        {
            learned?.Dispose();
            held?.Dispose();
            throw;
        }

        LearnedData? Find()
        {
            try
            {
                return LearnedData.Open(run, null, advice, loading, cancellationToken);
            }
            catch (FigmentException) when (against is not null)
            {
                return null;
            }
        }
    }

    /// <summary>Opens labelled sounds and their test part, and listens to them.</summary>
    /// <param name="source">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="reading">What recordings become; null decides by the recordings.</param>
    /// <param name="loading">Hears of the reading of recordings.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>Their pictures, which the caller disposes.</returns>
    internal static RealImages Listen(
        string source, SoundOptions? reading, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        using SoundDataset training = SoundSources.Open(source, DataPart.Train, reading, loading, cancellationToken);
        using SoundDataset? test = SoundSources.HasTestPart(source, training.Reading)
            ? SoundSources.Open(source, DataPart.Test, training.Reading, loading, cancellationToken) : null;
        using SoundListener listener = new(training.Shape);
        return new RealImages(
            source, listener.Listen(training, null, cancellationToken).Pictures,
            test is null ? null : listener.Listen(test, null, cancellationToken).Pictures);
    }

    /// <summary>Listens to them.</summary>
    /// <returns>Their pictures, which the caller disposes, and what those sound like that are compared with.</returns>
    internal (RealImages Pictures, SoundFigures Figures) Listen(SoundListener listener, CancellationToken cancellationToken)
    {
        HeardSounds training = listener.Listen(Training, null, cancellationToken);
        HeardSounds? test = held is null || learned is null ? null : listener.Listen(held, null, cancellationToken);
        RealImages pictures = learned is null
            ? new RealImages(
                source, training.Pictures, new ImageSetCard(record.Source, record.Count, training.Pictures.Shape, record.Sha256),
                [.. record.Classes.Select(each => (each.Name, each.Count))])
            : new RealImages(source, training.Pictures, test?.Pictures, record.Source);
        bool isTest = test is not null && ReferenceEquals(pictures.Reference, test.Pictures);
        Reference = isTest ? held! : Training;
        return (pictures, isTest ? test!.Figures : training.Figures);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        learned?.Dispose();
        held?.Dispose();
    }

    /// <summary>What is held back becomes what was learned from: its rate, its length, cut in the same way.</summary>
    private static SoundDataset OpenHeld(
        SoundRunData record, string place, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        SoundOptions reading = record.ReadingOfOthers();
        DataPart part = SoundSources.HasTestPart(place, reading) ? DataPart.Test : DataPart.Train;
        return SoundSources.Open(place, part, SoundSources.ReadingAt(place, reading), loading, cancellationToken);
    }
}
