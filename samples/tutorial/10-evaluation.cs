#:project ../../src/Figment/Figment.csproj

// Judges four makers of digits. Three of them cheat. docs/tutorial/10-evaluation.md

using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using static TorchSharp.torch;

int steps = args.Length > 0 ? int.Parse(args[0]) : 1_500;
int judged = args.Length > 1 ? int.Parse(args[1]) : 2_000, known = 25 * judged;

// The model learns from 50,000 digits. The last 10,000 it never sees: two of the cheats take those.
using ImageDataset all = Datasets.Mnist(), test = Datasets.Mnist(DataPart.Test);
using ImageDataset learned = all.Subset(arange(known)), unseen = all.Subset(arange(50_000, 60_000));
using RealImages real = new("mnist", all.Subset(arange(known)), test.Subset(arange(5 * judged)));
using FeatureExtractor classifier = FeatureExtractors.BuiltIn("mnist")!;

DenseGanOptions options = new() { Conditional = false };
using var gan = (ImageModel)ModelCatalog.Find("gan").Create(options, all.Description, new SeededRandom(0));
Trainer.Fit(gan, learned, new TrainingOptions { Length = TrainingLength.OfSteps(steps) });

string[] metrics = ["frechetDistance", "precision", "recall", "coverage", "copied"];
Console.WriteLine($"{"",-12}{string.Concat(metrics.Select(metric => $"{metric,17}"))}");
manual_seed(0);
using Tensor some = unseen.Gather(arange(judged)).Items, ones = unseen.Gather(Numbers(unseen, 1)).Items;
using Tensor seen = learned.Gather(arange(judged)).Items;
EvaluationReport report = Judge("gan", gan.Sample(judged, new SampleOptions { Seed = 2 }));
Judge("only ones", ones);                                               // faithful, and all alike
Judge("grainy", (some + (randn_like(some) * 0.25)).clamp(0, 1));        // every kind, but unlike digits
Judge("copies", (seen + (randn_like(seen) * 0.01)).clamp(0, 1));        // training images with a little noise
IEnumerable<MetricResult> shown = report.Metrics.Where(m => metrics.Contains(m.Name));
Console.WriteLine($"{"real",-12}{string.Concat(shown.Select(m => $"{m.Real!.Value,17:F3}"))}");

// The ten images of the GAN that come closest to a training image, and below each that image.
using Tensor made = gan.Sample(judged, new SampleOptions { Seed = 2 });
using Tensor above = made.index_select(0, tensor([.. report.Nearest.Select(pair => (long)pair.Generated)]));
using Tensor below = learned.Gather(tensor([.. report.Nearest.Select(pair => (long)pair.Training)])).Items;
cat([above, below]).ToGrid(columns: report.Nearest.Count).Save("nearest.png");

EvaluationReport Judge(string name, Tensor images)
{
    using Tensor bytes = (images * 255).round().to(ScalarType.Byte);
    using ImageDataset set = new(name, new ImageShape(1, 28, 28), [.. bytes.data<byte>()]);
    EvaluationReport judgement = Evaluator.Evaluate(set, real, classifier, new EvaluationOptions { Count = judged });
    var values = metrics.Select(metric => judgement.Metrics.First(result => result.Name == metric).Value);
    Console.WriteLine($"{name,-12}{string.Concat(values.Select(value => $"{value,17:F3}"))}");
    return judgement;
}

static Tensor Numbers(ImageDataset data, long digit) => (data.Gather(arange(data.Count)).Labels! == digit).nonzero().flatten();
