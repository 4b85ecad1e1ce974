using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// Muon (K. Jordan et al., "Muon: An optimizer for hidden layers in neural networks", 2024) with decoupled weight decay,
/// matrix by matrix.
/// </summary>
internal sealed class Muon : IDisposable
{
    private const double Momentum = 0.95;
    private const float A = 3.4445f,
        B = -4.7750f,
        C = 2.0315f;
    private const int Iterations = 5;
    private static readonly Scalar Smallest = 1e-7;
    private readonly double weightDecay;
    private readonly (Parameter Weights, int Parts, Tensor Mean)[] matrices;

    /// <summary>Begins with no momentum.</summary>
    /// <param name="matrices">Parameters, and how many matrices of equal size are stacked in each.</param>
    /// <param name="weightDecay">The weight decay of each step, multiplied by the learning rate.</param>
    internal Muon(IEnumerable<(Parameter Weights, int Parts)> matrices, double weightDecay)
    {
        this.weightDecay = weightDecay;
        this.matrices =
        [
            .. matrices.Select(entry =>
                (entry.Weights, entry.Parts, zeros_like(entry.Weights).detach().DetachFromDisposeScope())
            ),
        ];
    }

    /// <summary>Forgets all gradients.</summary>
    internal void ZeroGradients()
    {
        foreach ((Parameter weights, _, _) in matrices)
            weights.grad = null;
    }

    /// <summary>Makes a step.</summary>
    /// <param name="rate">Its size.</param>
    internal void Step(double rate)
    {
        using IDisposable noGradients = no_grad();
        using Scalar shrink = 1 - (rate * weightDecay);
        foreach ((Parameter weights, int parts, Tensor mean) in matrices)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor gradient = weights.grad!;
            mean.lerp_(gradient, 1 - Momentum);
            Tensor[] directions = gradient.lerp(mean, Momentum).flatten(1).chunk(parts);
            Tensor orthogonal = cat([.. directions.Select(Orthogonal)]);
            double scale = Math.Sqrt(Math.Max(1, (double)directions[0].shape[0] / directions[0].shape[1]));
            using Scalar alpha = -rate * scale;
            weights.mul_(shrink).add_(orthogonal.view(weights.shape), alpha);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((_, _, Tensor mean) in matrices)
            mean.Dispose();
    }

    /// <summary>Brings singular values near 1, by Newton and Schulz's iteration.</summary>
    private static Tensor Orthogonal(Tensor matrix)
    {
        bool isTall = matrix.shape[0] > matrix.shape[1];
        Tensor x = isTall ? matrix.t() : matrix;
        x = x.div(x.norm().add(Smallest, Held.One));
        for (int i = 0; i < Iterations; i++)
        {
            Tensor square = x.mm(x.t());
            x = x.addmm(square.addmm(square, square, B, C), x, A, 1);
        }

        return isTall ? x.t() : x;
    }
}
