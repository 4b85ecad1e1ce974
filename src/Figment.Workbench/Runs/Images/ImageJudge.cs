using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Runs.Images;

/// <summary>Judges images during training.</summary>
internal sealed class ImageJudge : ISampleJudge
{
    private const string Items = "images";
    private readonly OpenedJudge judge;
    private readonly LiveEvaluator evaluator;

    /// <summary>Creates a judge that takes ownership of the opened judge, even if the constructor fails.</summary>
    private ImageJudge(OpenedJudge judge, ImageDataset data, torch.Device device, long seed)
    {
        this.judge = judge;
        try
        {
            evaluator = new LiveEvaluator(data.To(device), judge.Extractor.MoveTo(device), seed);
        }
        catch
        {
            judge.Dispose();
            throw;
        }
    }

    public ExtractorCard Card => judge.Card;

    public string? File => judge.File;

    public string? Kept => judge.Kept;

    public void KeepIn(string folder) => judge.KeepIn(folder);

    public bool IsDue(TrainableModel model, long items, bool isLast) => evaluator.IsDue((ImageModel)model, items, isLast);

    public void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last) =>
        evaluator.GoOnFrom(items, (last as LiveEvaluation)?.Count);

    public ISampleEvaluation Look(TrainableModel model, long items) => evaluator.Look((ImageModel)model, items);

    public void Dispose()
    {
        evaluator.Dispose();
        judge.Dispose();
    }

    /// <summary>Opens a judge; null if there are too few images, or no judge is requested.</summary>
    internal static ImageJudge? Open(string features, ImageDataset data, torch.Device device, long seed) =>
        OpenedJudge.IsWanted(features, data, Items) ? new ImageJudge(OpenedJudge.Open(features, data), data, device, seed) : null;

    /// <inheritdoc cref="OpenedJudge.Open(JudgeOrder, ImageDataset, CancellationToken)"/>
    internal static ImageJudge? Open(JudgeOrder order, CancellationToken cancellationToken)
    {
        ImageDataset data = (ImageDataset)order.Data;
        return OpenedJudge.IsWanted(order.Word, data, Items)
            ? new ImageJudge(OpenedJudge.Open(order, data, cancellationToken), data, order.Device, order.Seed)
            : null;
    }

    /// <inheritdoc cref="OpenedJudge.Reopen"/>
    internal static ImageJudge? Reopen(RunFolder run, ImageDataset data, torch.Device device) =>
        OpenedJudge.IsWanted(run.Options.Features, data, Items)
            ? new ImageJudge(OpenedJudge.Reopen(run, data), data, device, run.Options.Training.Seed)
            : null;
}
