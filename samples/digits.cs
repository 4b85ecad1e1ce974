#:project ../src/Figment/Figment.csproj

using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using static TorchSharp.torch.nn;

int steps = args.Length > 0 ? int.Parse(args[0]) : 3_000;

using var mnist = Datasets.Mnist();
using var gan = new Gan(
    generator: () =>
        Sequential(Linear(64, 256), BatchNorm1d(256), LeakyReLU(0.2), Linear(256, 784), Sigmoid(), Unflatten(1, [1, 28, 28])),
    discriminator: Sequential(Flatten(), Linear(784, 256), LeakyReLU(0.2), Linear(256, 1)),
    new GanOptions { LatentSize = 64, R1 = 1 }
);
Console.WriteLine(gan.Summary());

var options = new TrainingOptions
{
    Length = TrainingLength.OfSteps(steps),
    BatchSize = 128,
    ReportEvery = 100,
};
var progress = TrainingProgress.Listener(p =>
    Console.WriteLine($"step {p.Step}: {string.Join(", ", p.Measures.Select(m => $"{m.Key} {m.Value:F3}"))}")
);
await Trainer.FitAsync(gan, mnist, options, progress);

using var digits = gan.Sample(16);
digits.ToGrid(columns: 4).Save("digits.png");
gan.SaveWeights("digits.safetensors");
