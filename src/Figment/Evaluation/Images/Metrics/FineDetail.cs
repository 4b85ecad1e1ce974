using Figment.Backend;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Measures how much fine detail images have: their power, in either direction, above half of the Nyquist frequency (the highest
/// frequency that pixels can represent). Soft pictures have little detail. Noise has a lot of it. In a noisy picture that lacks
/// edges, the noise shows in the calmest parts, which are mostly flat.
/// </summary>
/// <remarks>
/// It uses the cosine transform (N. Ahmed et al., "Discrete Cosine Transform", 1974), which sees no edge at the border of a
/// picture. With the lower halves A_H and A_W of its rows, the detail of X is X − A_Hᵀ A_H X A_Wᵀ A_W.
/// </remarks>
internal static class FineDetail
{
    private const int Cell = 8,
        CalmPart = 4;

    /// <summary>Measures images.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    /// <returns>
    /// The mean power of the detail, in squared grey levels of 0 to 255, and the grain, in grey levels. The grain is the square
    /// root of the power in the calmest quarter of an image's cells of 8 × 8 pixels. Both values have standard errors.
    /// </returns>
    public static (Estimate Power, Estimate Grain) Of(ImageDataset images, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor rows = CoarsePart(images.Shape.Height, images.Device),
            columns = CoarsePart(images.Shape.Width, images.Device);
        double[] power = new double[images.Count],
            grain = new double[images.Count];
        int cell = Math.Min(Cell, Math.Min(images.Shape.Height, images.Shape.Width));
        foreach ((long start, long length) in Samples.Blocks(images.Count, Samples.RowsPerBlock(images.Shape.Size)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using DisposeScope block = NewDisposeScope();
            Tensor x = images.Pixels((int)start, (int)length).to(ScalarType.Float32);
            Tensor detail = (x - rows.matmul(x).matmul(columns)).Squared();
            detail.mean([1, 2, 3], type: ScalarType.Float64).cpu().data<double>().CopyTo(power, (int)start);
            Tensor cells = nn.functional.avg_pool2d(detail.mean([1], keepdim: true), cell).flatten(1).sort(1).Values;
            Tensor calm = cells.narrow(1, 0, Math.Max(1, cells.shape[1] / CalmPart));
            calm.mean([1], type: ScalarType.Float64).sqrt().cpu().data<double>().CopyTo(grain, (int)start);
        }

        return (Estimate.OfMean(power), Estimate.OfMean(grain));
    }

    /// <summary>
    /// Returns AᵀA, [N, N], which keeps the lower half of the cosine transform of N numbers. A_kn = c_k cos(π k (2n + 1) / 2N).
    /// </summary>
    private static Tensor CoarsePart(int size, Device device)
    {
        double[,] waves = new double[(size + 1) / 2, size];
        for (int k = 0; k < waves.GetLength(0); k++)
        {
            for (int n = 0; n < size; n++)
                waves[k, n] = Math.Sqrt((k == 0 ? 1.0 : 2.0) / size) * Math.Cos(Math.PI * k * ((2 * n) + 1) / (2 * size));
        }

        Tensor a = tensor(waves);
        return a.t().matmul(a).to(ScalarType.Float32).to(device);
    }
}
