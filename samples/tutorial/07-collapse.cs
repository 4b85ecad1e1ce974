#:project ../../src/Figment/Figment.csproj

// The same training twice: the first tutorial's recipe, and one that holds. docs/tutorial/07-collapse.md

using Figment.Backend;
using Figment.Charts;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;

int steps = args.Length > 0 ? int.Parse(args[0]) : 1_500;
int count = args.Length > 1 ? int.Parse(args[1]) : 1_000, every = Math.Max(1, steps / 20);

using ImageDataset mnist = Datasets.Mnist();
using FeatureExtractor classifier = FeatureExtractors.BuiltIn("mnist")!;
List<ChartSeries> curves = [];
Train("classic", new ClassicGanOptions { Conditional = false });
Train("gan", new DenseGanOptions { Conditional = false });
LineChart.Save("classes.png", "Two recipes, the same steps", "step", curves, 800, 480);

void Train(string name, ModelOptions options)
{
    using var model = (ImageModel)ModelCatalog.Find(name).Create(options, mnist.Description, new SeededRandom(0));
    List<(double Step, double Share)> most = [];
    List<(double Step, double Kinds)> kinds = [];
    TrainingOptions training = new() { Length = TrainingLength.OfSteps(steps), ReportEvery = every };
    Trainer.Fit(model, mnist, training, TrainingProgress.Listener(progress =>
    {
        if (progress.Step % every != 0) return;
        double[] shares = Shares(model);
        most.Add((progress.Step, shares.Max()));
        kinds.Add((progress.Step, shares.Count(share => share >= 0.01)));
        Console.WriteLine($"{name}, step {progress.Step}: {kinds[^1].Kinds} kinds of digits; most often "
            + $"{Array.IndexOf(shares, shares.Max())} ({shares.Max():P0})");
    }));
    curves.Add(new ChartSeries(name, "kinds of digits", kinds));
    curves.Add(new ChartSeries(name, "the most frequent", most));
    using Tensor images = model.Sample(40, new SampleOptions { Seed = 1 });
    images.ToGrid(columns: 10).Save($"{name}.png");
}

// The share of images that a classifier takes for a 0, a 1 and so on.
double[] Shares(ImageModel model)
{
    using DisposeScope scope = NewDisposeScope();
    using FeatureSet seen = classifier.Extract(model.Sample(count, new SampleOptions { Seed = 2 }));
    return [.. seen.Probabilities!.argmax(1).bincount(null, 10).data<long>().Select(number => number / (double)count)];
}
