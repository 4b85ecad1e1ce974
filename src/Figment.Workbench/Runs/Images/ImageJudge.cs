using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Runs.Images;

/// <summary>Judges images while a model trains, by an extractor that it owns.</summary>
internal sealed class ImageJudge : ISampleJudge
{
    private readonly FeatureExtractor extractor;
    private readonly LiveEvaluator evaluator;

    private ImageJudge(FeatureExtractor extractor, string? file, ImageDataset data, torch.Device device, long seed)
    {
        File = file;
        this.extractor = extractor;
        evaluator = new LiveEvaluator(data.To(device), extractor.MoveTo(device), seed);
        Card = extractor.Describe();
    }

    public ExtractorCard Card { get; }

    public string? File { get; }

    public bool IsDue(TrainableModel model, long items, bool isLast) => evaluator.IsDue(items, isLast);

    public void GoOnFrom(TrainableModel model, long items) => evaluator.GoOnFrom(items);

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

    /// <summary>What a run's samples were judged with; a file is found as the run's data is.</summary>
    internal static ImageJudge? Reopen(RunFolder folder, ImageDataset data, torch.Device device)
    {
        RunOptions options = folder.Options;
        long seed = options.Training.Seed;
        if (options.Extractor is not { } card || !Extractors.IsFile(options.Features)) return Open(options.Features, data, device, seed);
        List<string> sought = [];
        foreach (string place in PlacesOfPath.Existing(options.Features, options.FeaturesPath, folder.Root))
        {
            FeatureExtractor found = Extractors.Open(place, data);
            if (found.Sha256 == card.Sha256) return Of(found, place, data, device, seed);
            sought.Add($"{place} has another SHA-256 ({found.Sha256[..12]}…)");
            found.Dispose();
        }

        if (sought.Count == 0) sought.AddRange(PlacesOfPath.Named(options.Features, options.FeaturesPath).Select(place => $"{place} is not there"));
        throw new FigmentException($"The file that judges this run's samples ({options.Features}, SHA-256 {card.Sha256[..Math.Min(12, card.Sha256.Length)]}…) is not found: {string.Join("; ", sought)}. Bring it back to one of these places, or into the run's folder.");
    }

    private static ImageJudge Of(FeatureExtractor extractor, string? file, ImageDataset data, torch.Device device, long seed)
    {
        try
        {
            return new ImageJudge(extractor, file, data, device, seed);
        }
        catch
        {
            extractor.Dispose();
            throw;
        }
    }
}
