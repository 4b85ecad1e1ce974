#:project ../../src/Figment/Figment.csproj

// A discriminator: what it says before it has learned, and after. docs/tutorial/05-discriminator.md

using Figment.Charts;
using Figment.Data.Images;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

int steps = args.Length > 0 ? int.Parse(args[0]) : 10;

using ImageDataset mnist = Datasets.Mnist();
manual_seed(0);
using Sequential generator = Sequential(
    Linear(100, 256), ReLU(), BatchNorm1d(256), Linear(256, 784), Sigmoid(), Unflatten(1, [1, 28, 28]));
using Sequential discriminator = Sequential(
    Flatten(), Linear(28 * 28, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, 1));

// 200 digits and 200 images of a generator that has not learned: what does D say?
using Tensor real = mnist.Gather(arange(200)).Items;
using Tensor fake = generator.call(randn(200, 100)).detach();
List<ChartSeries> curves = [.. Opinion("before")];

// D learns alone: 1 for digits, 0 for fakes.
using optim.Optimizer adam = optim.Adam(discriminator.parameters(), lr: 1e-3);
for (int step = 1; step <= steps; step++)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor digits = discriminator.call(mnist.Gather(randint(0, mnist.Count, [128], ScalarType.Int64)).Items);
    Tensor fakes = discriminator.call(generator.call(randn(128, 100)).detach());
    Tensor loss = binary_cross_entropy_with_logits(digits, ones_like(digits))
        + binary_cross_entropy_with_logits(fakes, zeros_like(fakes));
    adam.zero_grad();
    loss.backward();
    adam.step();
    if (step == 1 || step % 2 == 0) Console.WriteLine($"step {step}: loss {loss.item<float>():F4}");
}

curves.AddRange(Opinion("after"));
LineChart.Save("opinion.png", "What the discriminator says", "images, sorted by D", curves, 800, 480);

ChartSeries[] Opinion(string panel)
{
    Console.WriteLine($"{panel}: D says {Say(real).Average():F3} of digits and {Say(fake).Average():F3} of fakes");
    return [Curve("digits", Say(real)), Curve("fakes", Say(fake))];

    ChartSeries Curve(string name, float[] says) =>
        new(name, $"D(x) {panel}", [.. says.Order().Select((d, k) => ((double)k, (double)d))]);
}

float[] Say(Tensor images) => [.. discriminator.call(images).sigmoid().data<float>()];
