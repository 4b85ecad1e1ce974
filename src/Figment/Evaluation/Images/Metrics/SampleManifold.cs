using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>How well generated samples lie among real ones, and the other way round.</summary>
/// <param name="Precision">Share of generated samples inside some real sample's ball: are they realistic? 0 to 1.</param>
/// <param name="Recall">Share of real samples inside some generated sample's ball: is everything there? 0 to 1.</param>
/// <param name="Density">
/// How many real balls hold a generated sample, divided by k: like precision, but the wide balls of outliers count little. On
/// average 1 where both sets are alike; it may exceed 1.
/// </param>
/// <param name="Coverage">
/// Share of real samples with a generated one inside their ball: like recall, but by the real samples' balls. 0 to 1, and 1 − 2⁻ᵏ
/// where equally many of both are alike.
/// </param>
internal sealed record ManifoldMetrics(double Precision, double Recall, double Density, double Coverage);

/// <summary>
/// Improved precision and recall (Kynkäänniemi et al. 2019, eqs. 1 and 2), density and coverage (Naeem et al. 2020,
/// section 3). A sample's ball reaches to its k-th nearest neighbour in its own set, itself not counted, and is closed.
/// </summary>
internal static class SampleManifold
{
    /// <summary>Measures generated samples against real ones.</summary>
    /// <param name="real">[N, D], more of them than neighbours.</param>
    /// <param name="generated">[M, D], more of them than neighbours.</param>
    /// <param name="precisionNeighbours">The k of precision and recall, at least 1; the paper's is 3.</param>
    /// <param name="densityNeighbours">The k of density and coverage, at least 1; the paper's is 5.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="FigmentException">A shape is another, there are too few samples, or some value is not finite.</exception>
    public static ManifoldMetrics Of(
        Tensor real,
        Tensor generated,
        int precisionNeighbours = 3,
        int densityNeighbours = 5,
        CancellationToken cancellationToken = default
    )
    {
        using DisposeScope scope = NewDisposeScope();
        return Of(real, null, generated, precisionNeighbours, densityNeighbours, cancellationToken);
    }

    /// <summary>
    /// The squared distances from each sample to its nearest others, for the next function, where the same real samples are used
    /// again.
    /// </summary>
    internal static Tensor Neighbourhoods(Tensor real, int neighbours, CancellationToken cancellationToken)
    {
        Samples.Check(real, "the real samples", atLeast: neighbours + 1);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return new SquaredDistances(Samples.Mean(real)).ToNearest(real, neighbours, cancellationToken).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The same, with what <see cref="Neighbourhoods"/> found for at least as many neighbours; null computes it.
    /// </summary>
    internal static ManifoldMetrics Of(
        Tensor real,
        Tensor? neighbourhoods,
        Tensor generated,
        int precisionNeighbours,
        int densityNeighbours,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precisionNeighbours, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(densityNeighbours, 1);
        int neighbours = Math.Max(precisionNeighbours, densityNeighbours);
        Samples.CheckBoth(real, "the real samples", generated, "the generated samples", atLeast: neighbours + 1);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        SquaredDistances distances = new(Samples.Mean(real));

        Tensor nearestReal = neighbourhoods ?? distances.ToNearest(real, neighbours, cancellationToken);
        Tensor realRadii = nearestReal.select(1, precisionNeighbours - 1).unsqueeze(1);
        Tensor densityRadii = nearestReal.select(1, densityNeighbours - 1).unsqueeze(1);
        Tensor generatedRadii = distances
            .ToNearest(generated, precisionNeighbours, cancellationToken)
            .select(1, precisionNeighbours - 1);

        Tensor precise = None(generated),
            recalled = None(real),
            covered = None(real);
        long balls = 0;
        foreach ((long start, long length) in SquaredDistances.Blocks(real))
        {
            using DisposeScope outer = NewDisposeScope();
            SquaredDistances.Block some = distances.Load(real, start, length);
            NativeHeap.TrimBetweenRounds();
            foreach ((long otherStart, long otherLength) in SquaredDistances.Blocks(generated))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using DisposeScope inner = NewDisposeScope();
                Tensor distance = distances.BetweenLessRounding(some, distances.Load(generated, otherStart, otherLength));
                Tensor inBall = distance.le(densityRadii.narrow(0, start, length));
                balls += inBall.sum().item<long>();
                covered.narrow(0, start, length).logical_or_(inBall.any(1));
                precise.narrow(0, otherStart, otherLength).logical_or_(distance.le(realRadii.narrow(0, start, length)).any(0));
                recalled
                    .narrow(0, start, length)
                    .logical_or_(distance.le(generatedRadii.narrow(0, otherStart, otherLength)).any(1));
            }
        }

        return new ManifoldMetrics(
            Share(precise),
            Share(recalled),
            (double)balls / densityNeighbours / generated.shape[0],
            Share(covered)
        );

        Tensor None(Tensor set) => zeros(set.shape[0], ScalarType.Bool, real.device);
    }

    private static double Share(Tensor which) => (double)which.sum().item<long>() / which.shape[0];
}
