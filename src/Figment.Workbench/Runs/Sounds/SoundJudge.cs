using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation;
using Figment.Evaluation.Sounds;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs.Images;
using TorchSharp;

namespace Figment.Runs.Sounds;

/// <summary>
/// Judges sounds during training: by their pictures, as images are judged, and by measured properties of the sound.
/// </summary>
internal sealed class SoundJudge : ISampleJudge
{
    private const string Items = "sounds";
    private readonly SoundListener listener;
    private readonly HeardSounds training;
    private readonly OpenedJudge judge;
    private readonly LiveSoundEvaluator evaluator;

    /// <summary>Computes the features of the training sounds, and opens the judge of their pictures.</summary>
    private SoundJudge(
        SoundDataset data,
        torch.Device device,
        long seed,
        Func<HeardSounds, OpenedJudge> open,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        listener = new SoundListener(data.Shape);
        HeardSounds? heard = null;
        OpenedJudge? opened = null;
        try
        {
            training = heard = listener.Listen(data, null, progress, cancellationToken);
            judge = opened = open(heard);
            training.Pictures.To(device);
            evaluator = new LiveSoundEvaluator(
                (SoundDescription)data.Description,
                listener,
                training,
                judge.Extractor.MoveTo(device),
                seed
            );
        }
        catch
        {
            opened?.Dispose();
            heard?.Dispose();
            listener.Dispose();
            throw;
        }
    }

    public ExtractorCard Card => judge.Card;

    public string? File => judge.File;

    public string? Kept => judge.Kept;

    public void KeepIn(string folder) => judge.KeepIn(folder);

    public bool IsDue(TrainableModel model, long items, bool isLast) => evaluator.IsDue((ImageModel)model, items, isLast);

    public void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last) =>
        evaluator.GoOnFrom(items, (last as LiveSoundEvaluation)?.Pictures.Count);

    public ISampleEvaluation Look(TrainableModel model, long items) => evaluator.Look((ImageModel)model, items);

    public void Dispose()
    {
        evaluator.Dispose();
        judge.Dispose();
        training.Dispose();
        listener.Dispose();
    }

    /// <summary>Opens the requested judge; null if there are too few sounds, or no judge is requested.</summary>
    /// <exception cref="FigmentException">The judge does not exist, or does not fit such sounds.</exception>
    internal static SoundJudge? Open(string features, SoundDataset data, torch.Device device, long seed) =>
        OpenedJudge.IsWanted(features, data, Items)
            ? new SoundJudge(data, device, seed, heard => OpenedJudge.Open(features, heard.Pictures))
            : null;

    /// <summary>Opens the judge for a new run, and creates it if it does not exist yet.</summary>
    /// <inheritdoc cref="OpenedJudge.Open(JudgeOrder, Figment.Data.Images.ImageDataset, CancellationToken)"/>
    internal static SoundJudge? Open(JudgeOrder order, CancellationToken cancellationToken)
    {
        SoundDataset data = (SoundDataset)order.Data;
        return OpenedJudge.IsWanted(order.Word, data, Items)
            ? new SoundJudge(
                data,
                order.Device,
                order.Seed,
                heard => OpenedJudge.Open(order, heard.Pictures, cancellationToken),
                order.Progress,
                cancellationToken
            )
            : null;
    }

    /// <inheritdoc cref="OpenedJudge.Reopen"/>
    /// <param name="run">The run.</param>
    /// <param name="data">The training data.</param>
    /// <param name="device">The device of the judge.</param>
    /// <param name="progress">Receives the number of sounds that have been processed.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    internal static SoundJudge? Reopen(
        RunFolder run,
        SoundDataset data,
        torch.Device device,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) =>
        OpenedJudge.IsWanted(run.Options.Features, data, Items)
            ? new SoundJudge(
                data,
                device,
                run.Options.Training.Seed,
                heard => OpenedJudge.Reopen(run, heard.Pictures),
                progress,
                cancellationToken
            )
            : null;
}
