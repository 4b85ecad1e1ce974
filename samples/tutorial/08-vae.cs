#:project ../../src/Figment/Figment.csproj

// A variational autoencoder by hand, with two latents that can be drawn as a map. docs/tutorial/08-vae.md

using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

int steps = args.Length > 0 ? int.Parse(args[0]) : 6_000;
const int latentSize = 2, batchSize = 128;

using ImageDataset mnist = Datasets.Mnist();
using ImageDataset test = Datasets.Mnist(Figment.Data.DataPart.Test);
manual_seed(0);
using Sequential encoder = Sequential(Flatten(), Linear(784, 512), ReLU(), Linear(512, 256), ReLU(), Linear(256, 2 * latentSize));
using Sequential decoder = Sequential(
    Linear(latentSize, 256), ReLU(), Linear(256, 512), ReLU(), Linear(512, 784), Unflatten(1, [1, 28, 28]));
using optim.Optimizer adam = optim.Adam([.. encoder.parameters(), .. decoder.parameters()], lr: 1e-3);

for (int step = 1; step <= steps; step++)
{
    using DisposeScope scope = NewDisposeScope();
    Tensor x = mnist.Gather(randint(0, mnist.Count, [batchSize], ScalarType.Int64)).Items;

    // The encoder answers with a cloud, not a point: a mean μ and a variance σ² for each latent. z is drawn from it.
    Tensor[] q = encoder.call(x).chunk(2, 1);
    Tensor mean = q[0], logVariance = q[1];
    Tensor z = mean + (logVariance / 2).exp() * randn_like(mean);

    // ELBO = how well z describes the image, minus how far q(z|x) is from p(z) = N(0, 1).
    Tensor reconstruction = -binary_cross_entropy_with_logits(decoder.call(z), x, reduction: Reduction.Sum) / batchSize;
    Tensor divergence = (mean.square() + logVariance.exp() - 1 - logVariance).sum() / 2 / batchSize;
    Tensor elbo = reconstruction - divergence;
    adam.zero_grad();
    (-elbo).backward();
    adam.step();
    if (step % 500 == 0 || step == steps)
        Console.WriteLine($"step {step}: ELBO {elbo.item<float>():F1} = {reconstruction.item<float>():F1} − "
            + $"{divergence.item<float>():F1}");
}

using IDisposable noGradients = no_grad();

// Ten digits that it never saw, and what it makes of them: the mean is the best guess.
using Tensor digits = test.Gather(arange(10)).Items;
using Tensor copies = decoder.call(encoder.call(digits).chunk(2, 1)[0]).sigmoid();
cat([digits, copies]).ToGrid(columns: 10).Save("reconstructed.png");

// The map: z₁ from left to right, z₂ from top to bottom, both from −2.4 to 2.4.
using Tensor line = linspace(-2.4, 2.4, 13);
using Tensor map = decoder.call(cartesian_prod(line, line).flip(1)).sigmoid();
map.ToGrid(columns: 13, scale: 1).Save("map.png");
