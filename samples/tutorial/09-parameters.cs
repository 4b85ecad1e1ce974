#:project ../../src/Figment/Figment.csproj

// One change at a time: learning rate, batch, latent size. docs/tutorial/09-parameters.md

using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using static TorchSharp.torch;

int steps = args.Length > 0 ? int.Parse(args[0]) : 600;
int judged = args.Length > 1 ? int.Parse(args[1]) : 2_000;

using ImageDataset mnist = Datasets.Mnist();
using RealImages real = new("mnist", Datasets.Mnist(DataPart.Test)); // digits that no model here has learned
using FeatureExtractor classifier = FeatureExtractors.BuiltIn("mnist")!;
DenseGanOptions usual = new() { Conditional = false };

Try("as-it-is", usual);
Try("learning-rate", usual with { LearningRate = 20 * usual.LearningRate });
Try("batch", usual, batchSize: 8);
Try("latent-size", usual with { LatentSize = 1 });

void Try(string name, DenseGanOptions options, int batchSize = 128)
{
    using var model = (ImageModel)ModelCatalog.Find("gan").Create(options, mnist.Description, new SeededRandom(0));
    TrainingOptions training = new() { Length = TrainingLength.OfSteps(steps), BatchSize = batchSize };
    TrainingResult result = Trainer.Fit(model, mnist, training);
    using Tensor images = model.Sample(24, new SampleOptions { Seed = 1 });
    images.ToGrid(columns: 6, scale: 2).Save($"{name}.png");

    using ImageDataset many = AsData(model.Sample(judged, new SampleOptions { Seed = 2 }));
    EvaluationReport report = Evaluator.Evaluate(many, real, classifier, new EvaluationOptions { Count = judged });
    string Of(string metric) => $"{metric} {report.Metrics.First(result => result.Name == metric).Value:F2}";
    Console.WriteLine($"{name}: {result.Elapsed.TotalSeconds:F0} s; {Of("frechetDistance")}, {Of("precision")}, {Of("recall")}");
}

static ImageDataset AsData(Tensor images)
{
    using (images)
    using (Tensor bytes = (images * 255).round().to(ScalarType.Byte))
        return new ImageDataset("made", new ImageShape(1, 28, 28), [.. bytes.data<byte>()]);
}
