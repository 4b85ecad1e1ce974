using Figment.Backend;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Measures how far the colours of images are from those of reference images: the Fréchet distance of the colours in a 4 × 4 grid
/// over each image, relative to the variance of the reference colours. Shapes and fine detail do not count.
/// </summary>
internal static class ColourDistance
{
    private const int Cells = 4;

    /// <summary>
    /// Returns 0 for the same colours, and 1 if they are as far apart as the reference colours are from their own mean.
    /// </summary>
    /// <param name="these">The colours of the images.</param>
    /// <param name="those">The colours of the reference images, with the same number of channels.</param>
    internal static double Between(GaussianStatistics these, GaussianStatistics those)
    {
        using DisposeScope scope = NewDisposeScope();
        double spread = those.Factor.Squared().sum().item<double>();
        return spread > 0 ? FrechetDistance.Between(these, those) / spread : 0;
    }

    /// <summary>Returns the colours of images; the caller disposes the result.</summary>
    internal static GaussianStatistics Of(ImageDataset images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<Tensor> cells = [];
        foreach ((long start, long length) in Samples.Blocks(images.Count, Samples.RowsPerBlock(images.Shape.Size)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor x = images.Pixels(start, length).to(ScalarType.Float32).Over(byte.MaxValue);
            Tensor grid = nn.functional.adaptive_avg_pool2d(x, [Cells, Cells]);
            cells.Add(grid.permute(0, 2, 3, 1).reshape(-1, images.Shape.Channels).MoveToOuterDisposeScope());
        }

        return GaussianStatistics.Of(cat(cells), cancellationToken);
    }
}
