#:project ../../src/Figment/Figment.csproj

// The whole GAN, its training written by hand. docs/tutorial/06-training.md

using Figment.Charts;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

int steps = args.Length > 0 ? int.Parse(args[0]) : 1_500;
const int latentSize = 100, batchSize = 128;
double gamma = args.Length > 1 ? double.Parse(args[1]) : 1; // weight of the penalty; 0 is the plain GAN of 2014

using ImageDataset mnist = Datasets.Mnist();
manual_seed(0);
using Sequential generator = Sequential(
    Linear(latentSize, 256), BatchNorm1d(256), LeakyReLU(0.2),
    Linear(256, 512), BatchNorm1d(512), LeakyReLU(0.2),
    Linear(512, 1024), BatchNorm1d(1024), LeakyReLU(0.2),
    Linear(1024, 28 * 28), Sigmoid(), Unflatten(1, [1, 28, 28]));
using Sequential discriminator = Sequential(
    Flatten(), Linear(28 * 28, 512), LeakyReLU(0.2), Linear(512, 256), LeakyReLU(0.2), Linear(256, 1));
using optim.Optimizer adamG = optim.Adam(generator.parameters(), lr: 1e-3, beta1: 0, beta2: 0.99);
using optim.Optimizer adamD = optim.Adam(discriminator.parameters(), lr: 1e-3, beta1: 0, beta2: 0.99);

using Tensor sameZ = randn(16, latentSize);
List<Tensor> growth = [Look()];
List<(double Step, double G, double D)> losses = [];
for (int step = 1; step <= steps; step++)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor digits = mnist.Gather(randint(0, mnist.Count, [batchSize], ScalarType.Int64)).Items.requires_grad_();

    // 1. D learns: digits are real, G's images are not.
    Tensor fakes = generator.call(randn(batchSize, latentSize)).detach();
    Tensor onReal = discriminator.call(digits), onFake = discriminator.call(fakes);
    Tensor lossD = (binary_cross_entropy_with_logits(onReal, ones_like(onReal))
        + binary_cross_entropy_with_logits(onFake, zeros_like(onFake))) / 2;

    // … and must not change its mind abruptly near a digit: the penalty R1.
    Tensor slope = autograd.grad([onReal.sum()], [digits], retain_graph: true, create_graph: true)[0];
    Tensor penalty = gamma / 2 * slope.square().sum([1, 2, 3]).mean();
    adamD.zero_grad();
    (lossD + penalty).backward();
    adamD.step();

    // 2. G learns: D should take its images for real ones.
    Tensor judged = discriminator.call(generator.call(randn(batchSize, latentSize)));
    Tensor lossG = binary_cross_entropy_with_logits(judged, ones_like(judged));
    adamG.zero_grad();
    lossG.backward();
    adamG.step();

    losses.Add((step, lossG.item<float>(), lossD.item<float>()));
    if (step % 100 == 0 || step == steps) Console.WriteLine($"step {step}: G {losses[^1].G:F3}, D {losses[^1].D:F3}");
    if (Math.Round(steps * growth.Count / 5.0) == step) growth.Add(Look());
}

using Tensor rows = cat(growth);
rows.ToGrid(columns: 16).Save("growth.png");
LineChart.Save("losses.png", "Losses", "step", [
    new ChartSeries("G", "loss of G", [.. losses.Select(at => (at.Step, at.G))]),
    new ChartSeries("D", "loss of D", [.. losses.Select(at => (at.Step, at.D))])], 800, 480);

Tensor Look()
{
    using IDisposable noGradients = no_grad();
    return generator.call(sameZ).MoveToOuterDisposeScope();
}
