using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Computes squared Euclidean distances of samples in blocks, with one matrix product each: |x − y|² = |x|² + |y|² − 2 x·y. The
/// samples are centred first, because the rounding error of this formula is proportional to |x|² + |y|².
/// </summary>
/// <param name="centre">[D], float64; ideally the mean.</param>
internal sealed class SquaredDistances(Tensor centre)
{
    /// <summary>
    /// Rounding must not decide what is equal: a copy lies at distance 0 from its original, and is as far from everything else as
    /// the original is. Therefore comparisons with a radius first subtract the largest possible rounding error, which is this
    /// share of |x|² + |y|² (16 ε √D), so that a closed ball contains what lies on its edge. Samples closer than about 2e-7 of
    /// their norm (D = 128) then count as equal; this is also the resolution of float32 features.
    /// </summary>
    private readonly double rounding = 16 * (Math.BitIncrement(1.0) - 1) * Math.Sqrt(centre.shape[0]);

    /// <summary>Some centred samples, [B, D], and their squared norms, [B].</summary>
    internal readonly record struct Block(Tensor Samples, Tensor Norms);

    /// <summary>Splits samples into blocks of at most 1,024 rows, so that the distances of two blocks take 8 MB.</summary>
    internal static IEnumerable<(long Start, long Length)> Blocks(Tensor x) =>
        Samples.Blocks(x.shape[0], Samples.RowsPerBlock(Math.Max(1024, x.shape[1])));

    /// <summary>Moves a block of samples to the centre's device.</summary>
    internal Block Load(Tensor x, long start, long length)
    {
        Tensor samples = x.narrow(0, start, length).to(ScalarType.Float64, centre.device).sub(centre);
        return new Block(samples, samples.Squared().sum(1));
    }

    /// <summary>Computes the squared distances, [B of x, B of y], not below 0.</summary>
    internal static Tensor Between(Block x, Block y) => Combine(x, y, 1).clamp_min_(Scalars.Zero);

    /// <summary>Computes the same minus the largest possible rounding error; may be below 0.</summary>
    internal Tensor BetweenLessRounding(Block x, Block y) => Combine(x, y, 1 - rounding);

    /// <summary>
    /// Computes the squared distances from each sample to its k nearest neighbours in the same set, in ascending order, [N, k].
    /// </summary>
    internal Tensor ToNearest(Tensor x, int k, CancellationToken cancellationToken)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor nearest = full([x.shape[0], k], Scalars.Infinity, ScalarType.Float64, centre.device);
        foreach ((long start, long length) in Blocks(x))
        {
            using DisposeScope outer = NewDisposeScope();
            Block some = Load(x, start, length);
            NativeHeap.TrimBetweenRounds();

            // Distances are symmetric, so only blocks on and above the diagonal are computed.
            foreach ((long otherStart, long otherLength) in Blocks(x).Where(block => block.Start >= start))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using DisposeScope inner = NewDisposeScope();
                Tensor distances = Between(some, otherStart == start ? some : Load(x, otherStart, otherLength));
                if (otherStart == start)
                    distances.diagonal().fill_(Scalars.Infinity);
                Keep(nearest.narrow(0, start, length), distances);
                if (otherStart != start)
                    Keep(nearest.narrow(0, otherStart, otherLength), distances.t().contiguous());
            }
        }

        return nearest.MoveToOuterDisposeScope();
    }

    private static void Keep(Tensor nearest, Tensor candidates)
    {
        int k = (int)nearest.shape[1];
        Tensor best = candidates.topk((int)Math.Min(k, candidates.shape[1]), 1, largest: false, sorted: false).values;
        nearest.copy_(cat([nearest, best], 1).topk(k, 1, largest: false, sorted: true).values);
    }

    // This does not use addmm, because TorchSharp 0.107's addmm leaks its result.
    private static Tensor Combine(Block x, Block y, double share) =>
        x.Samples.Times(-2).matmul(y.Samples.t()).Increase(x.Norms.Times(share).unsqueeze(1)).Increase(y.Norms.Times(share));
}
