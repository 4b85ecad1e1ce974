#:project ../src/Figment/Figment.csproj

// Your own pair of networks, class-conditional: convolutions, the hinge loss, and a discriminator with spectral
// normalisation. G takes the latent and one number per class, D returns one logit per class; nothing else changes.

using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Objectives;
using Figment.Training;
using TorchSharp.Modules;
using static TorchSharp.torch.nn;

int steps = args.Length > 0 ? int.Parse(args[0]) : 2_000;

using var mnist = Datasets.Mnist();
int classes = mnist.ClassCounts.Count;
var options = new GanOptions
{
    LatentSize = 48,
    Loss = AdversarialLoss.Hinge,
    R1 = 0,
    LearningRate = 2e-3,
    EmaHalfLife = 20_000,
};

Sequential NewGenerator() =>
    Sequential(
        Linear(options.LatentSize + classes, 32 * 7 * 7),
        Unflatten(1, [32, 7, 7]),
        BatchNorm2d(32),
        ReLU(),
        ConvTranspose2d(32, 16, 4, 2, 1),
        BatchNorm2d(16),
        ReLU(),
        ConvTranspose2d(16, 1, 4, 2, 1),
        Sigmoid()
    );
var discriminator = Sequential(
    new SpectralNorm(Conv2d(1, 16, 4, 2, 1)),
    LeakyReLU(0.2),
    new SpectralNorm(Conv2d(16, 32, 4, 2, 1)),
    LeakyReLU(0.2),
    Flatten(),
    new SpectralNorm(Linear(32 * 7 * 7, classes))
);

using var gan = new Gan(NewGenerator, discriminator, options, mnist.ClassCounts);
var progress = TrainingProgress.Listener(p =>
    Console.WriteLine($"step {p.Step}: {string.Join(", ", p.Measures.Select(m => $"{m.Key} {m.Value:F3}"))}")
);
await Trainer.FitAsync(gan, mnist, new TrainingOptions { Length = TrainingLength.OfSteps(steps), ReportEvery = 100 }, progress);

// Eight digits of each class, one column per class.
using var digits = gan.Sample(8 * classes, new SampleOptions { Seed = 1, Classes = [.. Enumerable.Range(0, classes)] });
digits.ToGrid(columns: classes).Save("by-class.png");
