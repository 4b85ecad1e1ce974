using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Studio.Learn;

/// <summary>
/// The tutorial's two networks with their initial weights, for pages that show their behaviour before any training.
/// </summary>
internal static class UntrainedPair
{
    internal static readonly ImageShape Shape = new(1, 28, 28);

    internal static (NetworkSummary Summary, byte[] Png) Generator(int latentSize, IReadOnlyList<int> widths, long seed = 0)
    {
        using DisposeScope scope = NewDisposeScope();
        using nn.Module<Tensor, Tensor> generator = Make(latentSize, widths, seed);
        return (
            NetworkSummary.Of("generator", generator, latentSize),
            ImageBatch.FromTensor(Samples(generator, latentSize, 16, seed)).ToGrid(8, 3).ToPng()
        );
    }

    internal static NetworkSummary Discriminator(IReadOnlyList<int> widths)
    {
        using nn.Module<Tensor, Tensor> discriminator = ClassicGanNetworks.Discriminator(Shape, 1, widths);
        return NetworkSummary.Of("discriminator", discriminator, 1, 28, 28);
    }

    /// <summary>
    /// Real and generated digits, each with the probability of being real that an untrained discriminator assigns to it.
    /// </summary>
    internal static (IReadOnlyList<(byte[] Png, double Real)> Real, IReadOnlyList<(byte[] Png, double Real)> Fake) Judge(
        ImageDataset data,
        long seed,
        int count = 4
    )
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        using Draws random = new SeededRandom(seed).Draws("weights of the discriminator");
        using nn.Module<Tensor, Tensor> generator = Make(100, [], seed),
            discriminator = ClassicGanNetworks.Discriminator(Shape).GlorotUniform(random);
        discriminator.eval();
        long first = seed * count % (data.Count - count);
        Tensor real = data.Gather(Scalars.Range(first, first + count, ScalarType.Int64)).Items;
        return (Scores(real), Scores(Samples(generator, 100, count, seed)));

        IReadOnlyList<(byte[] Png, double Real)> Scores(Tensor images)
        {
            float[] scores = discriminator.call(images).sigmoid().data<float>().ToArray();
            return
            [
                .. scores.Select(
                    (score, k) => (ImageBatch.FromTensor(images.narrow(0, k, 1)).ToGrid(1, 3).ToPng(), (double)score)
                ),
            ];
        }
    }

    private static nn.Module<Tensor, Tensor> Make(int latentSize, IReadOnlyList<int> widths, long seed)
    {
        using Draws random = new SeededRandom(seed).Draws("weights");
        nn.Module<Tensor, Tensor> generator = ClassicGanNetworks.Generator(latentSize, Shape, widths).GlorotUniform(random);
        generator.eval();
        return generator;
    }

    private static Tensor Samples(nn.Module<Tensor, Tensor> generator, int latentSize, int count, long seed)
    {
        using IDisposable noGradients = no_grad();
        using Draws random = new SeededRandom(seed).Draws("latents");
        return generator.call(random.Normal("latents", [count, latentSize]));
    }
}
