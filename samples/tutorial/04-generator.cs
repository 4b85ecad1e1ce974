#:project ../../src/Figment/Figment.csproj

// A generator that has learned nothing yet. docs/tutorial/04-generator.md

using Figment.Backend;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

TorchLibrary.Load();
manual_seed(0);
const int latentSize = 100;

using Sequential generator = Sequential(
    Linear(latentSize, 256), ReLU(), BatchNorm1d(256),
    Linear(256, 512), ReLU(), BatchNorm1d(512),
    Linear(512, 1024), ReLU(), BatchNorm1d(1024),
    Linear(1024, 28 * 28), Sigmoid(), Unflatten(1, [1, 28, 28]));
Console.WriteLine(NetworkSummary.Of("generator", generator, latentSize));

// Sixteen latent vectors in, sixteen images out.
using Tensor z = randn(16, latentSize);
using Tensor images = generator.call(z);
Console.WriteLine($"in: {string.Join(" × ", z.shape)}, out: {string.Join(" × ", images.shape)}");
Console.WriteLine($"pixels from {images.min().item<float>():F2} to {images.max().item<float>():F2}");
images.ToGrid(columns: 8).Save("untrained.png");
