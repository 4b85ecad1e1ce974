using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs.Images;

/// <summary>Judges images while a model trains, by an extractor that it owns.</summary>
internal sealed class ImageJudge : ISampleJudge
{
    private const string KeptFile = "judge.safetensors";

    private readonly FeatureExtractor extractor;
    private readonly LiveEvaluator evaluator;
    private readonly byte[]? made;

    private ImageJudge(
        FeatureExtractor extractor, string? file, ImageDataset data, torch.Device device, long seed, KeptJudge? own = null)
    {
        File = file;
        made = own?.File;
        this.extractor = extractor;
        evaluator = new LiveEvaluator(data.To(device), extractor.MoveTo(device), seed);
        Card = extractor.Describe().With(own?.Notes ?? []);
    }

    public ExtractorCard Card { get; }

    public string? File { get; }

    public string? Kept => made is null ? null : KeptFile;

    public void KeepIn(string folder)
    {
        if (made is not null) AtomicFile.Write(Path.Combine(folder, KeptFile), stream => stream.Write(made));
    }

    public bool IsDue(TrainableModel model, long items, bool isLast) => evaluator.IsDue((ImageModel)model, items, isLast);

    public void GoOnFrom(TrainableModel model, long items, ISampleEvaluation? last) =>
        evaluator.GoOnFrom(items, (last as LiveEvaluation)?.Count);

    public ISampleEvaluation Look(TrainableModel model, long items) => evaluator.Look((ImageModel)model, items);

    public void Dispose()
    {
        evaluator.Dispose();
        extractor.Dispose();
    }

    /// <summary>Opens one; null where images are too few, or nothing is asked for.</summary>
    internal static ImageJudge? Open(string features, ImageDataset data, torch.Device device, long seed)
    {
        bool isTooSmall = data.Count < LiveEvaluator.Fewest;
        if (isTooSmall && features is not (Extractors.Auto or TrainingRun.NoFeatures))
        {
            throw new FigmentException(OptionSentence.Of(
                $"{data.Name} has {data.Count} images, too few to judge samples by: at least {LiveEvaluator.Fewest} are needed. Omit {new OptionName(nameof(TrainingRequest.Features))}, or add images."));
        }

        return features == TrainingRun.NoFeatures || isTooSmall ? null : Of(Extractors.Open(features, data), Extractors.IsFile(features) ? Path.GetFullPath(features) : null, data, device, seed);
    }

    /// <summary>
    /// Opens one for a new run: where nobody says by what to judge, and none in the package knows the data, by a classifier
    /// of the data's own classes or by patterns of its patches, which are made where they are not there yet.
    /// </summary>
    internal static ImageJudge? Open(JudgeOrder order, CancellationToken cancellationToken)
    {
        ImageDataset data = (ImageDataset)order.Data;
        bool mayHaveOwn = order.Word == Extractors.Auto && order.Folder is not null && data.Count >= LiveEvaluator.Fewest;
        if (!mayHaveOwn) return Open(order.Word, data, order.Device, order.Seed);
        if (Extractors.InPackage(data) is { } known) return Of(known, null, data, order.Device, order.Seed);
        data.To(order.Device);
        KeptJudge own = new JudgeShelf(order.Folder!).Open(
            data, order.Plan, order.Clock, Heard(data, order.Progress), cancellationToken);
        FeatureExtractor extractor = own.File is null
            ? Extractors.Open(Extractors.Pixels, data)
            : FeatureExtractors.Load(own.File, KeptFile);
        return Of(extractor, null, data, order.Device, order.Seed, own);
    }

    private static Callback<ClassifierProgress>? Heard(ImageDataset data, IProgress<DataProgress>? progress)
    {
        double? right = null;
        return progress is null ? null : new Callback<ClassifierProgress>(heard =>
        {
            right = heard.TestAccuracy ?? right;
            progress.Report(
                new DataProgress(DataActivity.Judging, data.Name, (long)(heard.Fraction * 100), 100) { Right = right });
        });
    }

    /// <summary>What a run's samples were judged with; a file is found as the run's data is.</summary>
    internal static ImageJudge? Reopen(RunFolder folder, ImageDataset data, torch.Device device)
    {
        RunOptions options = folder.Options;
        long seed = options.Training.Seed;
        if (options.Extractor is not { } card || !Extractors.IsFile(options.Features)) return Open(options.Features, data, device, seed);
        List<string> sought = [];
        if (Extractors.OfRun(folder, data, sought) is (FeatureExtractor found, string place))
            return Of(found, place, data, device, seed);
        if (sought.Count == 0) sought.AddRange(PlacesOfPath.Named(options.Features, options.FeaturesPath).Select(place => $"{place} is not there"));
        throw new FigmentException($"The file that judges this run's samples ({options.Features}, SHA-256 {card.Sha256[..Math.Min(12, card.Sha256.Length)]}…) is not found: {string.Join("; ", sought)}. Bring it back to one of these places, or into the run's folder.");
    }

    private static ImageJudge Of(
        FeatureExtractor extractor, string? file, ImageDataset data, torch.Device device, long seed, KeptJudge? own = null)
    {
        try
        {
            return new ImageJudge(extractor, file, data, device, seed, own);
        }
        catch
        {
            extractor.Dispose();
            throw;
        }
    }
}
