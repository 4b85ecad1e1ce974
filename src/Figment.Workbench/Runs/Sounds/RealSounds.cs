using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;

namespace Figment.Runs.Sounds;

/// <summary>The real sounds of a comparison, and the training sounds.</summary>
internal sealed class RealSounds : IDisposable
{
    private readonly string trainingSource;
    private readonly SoundDataset? held;
    private readonly SoundRunData? lost;

    private RealSounds(
        string source,
        SoundDataset training,
        SoundDataset? held = null,
        string? trainingSource = null,
        SoundRunData? lost = null
    ) => (Source, Training, this.held, this.trainingSource, this.lost) = (source, training, held, trainingSource ?? source, lost);

    /// <summary>The name or path of the sounds to compare with.</summary>
    internal string Source { get; }

    /// <summary>The shape of every sound.</summary>
    internal SoundShape Shape => Training.Shape;

    /// <summary>How recordings became these sounds; null if they were used as they were.</summary>
    internal SoundOptions? Reading => Training.Reading;

    /// <summary>The training sounds; if they are gone, the sounds to compare with.</summary>
    internal SoundDataset Training { get; }

    /// <summary>The sounds to compare with, once <see cref="Listen"/> has processed them.</summary>
    internal SoundDataset Reference { get; private set; } = null!;

    /// <summary>
    /// Opens the sounds of a run. Copies are always searched for in the training data; if it is gone, the report says nothing
    /// about copies.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="against">
    /// What to compare with; null uses the test part of the training data, or else the training data itself.
    /// </param>
    /// <param name="loading">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The run was not trained on sounds, or there is nothing to compare with.</exception>
    internal static RealSounds Open(
        RunFolder run,
        string? against,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        SoundRunData record = run.SoundData();
        string source = against ?? record.Source;
        LearnedData? found = Find();
        SoundDataset? learned = (SoundDataset?)found?.Training,
            held = null;
        try
        {
            string place = against ?? found!.Place;
            if (against is not null || SoundSources.HasTestPart(place, record.Reading))
                held = SoundRuns.OpenLike(place, record.Shape, record.Reading, isHeldOut: true, loading, cancellationToken);
            if (held?.Sha256 == record.Sha256)
            {
                learned?.Dispose();
                (learned, held) = (held, null);
            }

            return learned is null
                ? new RealSounds(source, held!, lost: record)
                : new RealSounds(source, learned, held, held is null ? null : record.Source);
        }
        catch
        {
            learned?.Dispose();
            held?.Dispose();
            throw;
        }

        LearnedData? Find()
        {
            OptionSentence advice = OptionSentence.Of(
                $"Bring it back, or name what to compare with ({new OptionName(nameof(Images.EvaluationRequest.Against))})."
            );
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

    /// <summary>Opens sounds and their test part, if they have one.</summary>
    /// <param name="source">As for <see cref="SoundSources.Open"/>.</param>
    /// <param name="reading">How to read recordings; null lets the recordings decide.</param>
    /// <param name="loading">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FigmentException">The sounds cannot be read.</exception>
    internal static RealSounds Open(
        string source,
        SoundOptions? reading,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        SoundDataset training = SoundSources.Open(source, DataPart.Train, reading, loading, cancellationToken);
        try
        {
            SoundDataset? test = SoundSources.HasTestPart(source, training.Reading)
                ? SoundSources.Open(source, DataPart.Test, training.Reading, loading, cancellationToken)
                : null;
            return new RealSounds(source, training, test);
        }
        catch
        {
            training.Dispose();
            throw;
        }
    }

    /// <summary>Computes features of the sounds.</summary>
    /// <param name="listener">A listener for sounds of their shape.</param>
    /// <param name="progress">Receives the number of sounds done.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>Their pictures, which the caller disposes, and the measured properties of the sounds to compare with.</returns>
    internal (RealImages Pictures, SoundFigures Figures) Listen(
        SoundListener listener,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        HeardSounds training = listener.Listen(Training, null, progress, cancellationToken);
        HeardSounds? test = null;
        try
        {
            if (held is not null)
                test = listener.Listen(held, null, progress, cancellationToken);
            RealImages pictures = lost is null
                ? new RealImages(Source, training.Pictures, test?.Pictures, trainingSource)
                : new RealImages(
                    Source,
                    training.Pictures,
                    new ImageSetCard(lost.Source, lost.Count, training.Pictures.Shape, lost.Sha256),
                    [.. lost.Classes.Select(each => (each.Name, each.Count))]
                );
            bool isTest = test is not null && ReferenceEquals(pictures.Reference, test.Pictures);
            Reference = isTest ? held! : Training;
            return (pictures, isTest ? test!.Figures : training.Figures);
        }
        catch
        {
            training.Dispose();
            test?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Training.Dispose();
        held?.Dispose();
    }
}
