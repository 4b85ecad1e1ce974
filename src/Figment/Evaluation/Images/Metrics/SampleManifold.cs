using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>How well generated samples lie among real ones, and real samples among generated ones.</summary>
/// <param name="Precision">
/// The share of generated samples inside the ball of some real sample: are they realistic? 0 to 1.
/// </param>
/// <param name="Recall">The share of real samples inside the ball of some generated sample: is everything there? 0 to 1.</param>
/// <param name="Density">
/// The average number of real balls that contain a generated sample, divided by k: like precision, but the wide balls of outliers
/// count little. On average 1 if both sets are alike; it may exceed 1.
/// </param>
/// <param name="Coverage">
/// The share of real samples with a generated one inside their ball: like recall, but with the real samples' balls. 0 to 1; 1 −
/// 2⁻ᵏ for equal numbers of samples from the same distribution.
/// </param>
internal sealed record ManifoldMetrics(double Precision, double Recall, double Density, double Coverage);

/// <summary>
/// Computes improved precision and recall (T. Kynkäänniemi et al., "Improved Precision and Recall Metric for Assessing Generative
/// Models", 2019, equations 1 and 2), and density and coverage (M. F. Naeem et al., "Reliable Fidelity and Diversity Metrics for
/// Generative Models", 2020, section 3). A sample's ball is closed and reaches to its k-th nearest neighbour in its own set, not
/// counting itself.
/// </summary>
internal static class SampleManifold
{
    /// <summary>Measures generated samples against real ones.</summary>
    /// <param name="real">[N, D], more samples than neighbours.</param>
    /// <param name="generated">[M, D], more samples than neighbours.</param>
    /// <param name="precisionNeighbours">The k of precision and recall, at least 1; the paper uses 3.</param>
    /// <param name="densityNeighbours">The k of density and coverage, at least 1; the paper uses 5.</param>
    /// <param name="cancellationToken">Cancels the computation.</param>
    /// <exception cref="FigmentException">
    /// The tensors do not have the required shape, there are too few samples, or a value is not finite.
    /// </exception>
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
    /// Computes the squared distances from each sample to its nearest neighbours, to be reused when the same real samples are
    /// measured again.
    /// </summary>
    internal static Tensor Neighbourhoods(Tensor real, int neighbours, CancellationToken cancellationToken)
    {
        Samples.Check(real, "the real samples", atLeast: neighbours + 1);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        return new SquaredDistances(Samples.Mean(real)).ToNearest(real, neighbours, cancellationToken).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Measures generated samples, given the result of <see cref="Neighbourhoods"/> for at least as many neighbours; if that is
    /// null, it is computed.
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
