using Figment.Backend;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Learns the typical patterns in patches of images, without labels, in a second or two: patches are whitened, and spherical
/// k-means finds what they have in common (A. Coates, A. Y. Ng, "Learning Feature Representations with K-Means", 2012, sections 2
/// and 3).
/// </summary>
internal static class PatchTraining
{
    private const int MostImages = 1_000,
        PerImage = 20,
        ImagesAtOnce = 50,
        Rounds = 10;
    private const double Whitening = 0.1;

    /// <summary>Learns the patterns; the same data and number of threads give the same file.</summary>
    /// <param name="data">Images of at least 6 × 6 pixels.</param>
    /// <param name="cancellationToken">Cancels the learning.</param>
    /// <returns>The content of a file for <see cref="PatchExtractor.Load"/>.</returns>
    internal static byte[] Train(ImageDataset data, CancellationToken cancellationToken = default)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor patches = PatchExtractor.Normalise(Draw(data, cancellationToken));
        Tensor mean = patches.mean([0L], keepdim: true),
            centred = patches - mean;

        // ZCA: W = V (Λ + ε)^−½ Vᵀ of the covariance V Λ Vᵀ.
        (Tensor values, Tensor vectors) = linalg.eigh(centred.T.matmul(centred).Over(centred.shape[0]));
        Tensor whiten = (vectors * values.Plus(Whitening).rsqrt()).matmul(vectors.T);
        Tensor white = centred.matmul(whiten);

        // Spherical k-means with damping: each centroid becomes the direction of the sum of itself and the patches that it
        // matches best.
        Tensor centroids = Unit(white.narrow(0, 0, PatchExtractor.Patterns));
        for (int round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope roundScope = NewDisposeScope();
            Tensor shown = white.matmul(centroids.T),
                best = shown.argmax(1, keepdim: true);
            Tensor code = zeros_like(shown).scatter_(1, best, shown.gather(1, best));
            centroids = Unit(code.T.matmul(white).Plus(centroids)).MoveToOuterDisposeScope();
        }

        // w · p of a whitened patch is (W c) · p of the patch itself.
        Tensor filters = centroids.matmul(whiten);
        Tensor offsets = filters.matmul(mean.T).flatten();
        PatchCard card = new()
        {
            Data = data.Name,
            DataSha256 = data.Sha256,
            Shape = data.Shape,
            Form = data.Form,
            Figment = typeof(PatchTraining).Assembly.GetName().Version!.ToString(3),
        };
        return PatchExtractor.Save(
            card,
            filters.view(PatchExtractor.Patterns, data.Shape.Channels, PatchExtractor.Side, PatchExtractor.Side),
            offsets
        );
    }

    /// <summary>Draws some patches from some images, [N, C · 6 · 6], on the CPU.</summary>
    private static Tensor Draw(ImageDataset data, CancellationToken cancellationToken)
    {
        SeededRandom random = new(0);
        using Generator images = random.Generator("images"),
            places = random.Generator("places");
        Tensor chosen = randperm(data.Count, ScalarType.Int64, generator: images).narrow(0, 0, Math.Min(MostImages, data.Count));
        int stride = PatchExtractor.StrideOf(data.Shape);
        List<Tensor> drawn = [];
        foreach (Tensor block in chosen.split(ImagesAtOnce))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            // [B, C · 6 · 6, places]
            Tensor patches = nn.functional.unfold(data.Gather(block).Items.cpu(), PatchExtractor.Side, 1, 0, stride);
            Tensor at = randint(0, patches.shape[2], [block.shape[0], 1, PerImage], ScalarType.Int64, generator: places);
            drawn.Add(
                patches.gather(2, at.expand(-1, patches.shape[1], -1)).transpose(1, 2).flatten(0, 1).MoveToOuterDisposeScope()
            );
        }

        return cat([.. drawn]);
    }

    private static Tensor Unit(Tensor rows) => rows / rows.norm(1, keepdim: true).Plus(1e-8);
}
