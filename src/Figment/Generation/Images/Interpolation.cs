using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>The kind of path between two latents.</summary>
public enum WalkPath
{
    /// <summary>Along the arc between them, so that all points are as far from the origin as latents usually are.</summary>
    Spherical,

    /// <summary>Along the straight line.</summary>
    Linear,
}

/// <summary>Computes points between two latents.</summary>
public static class Interpolation
{
    private const double NearlyParallel = 1e-6;

    /// <summary>Returns the point between two latents.</summary>
    /// <param name="from">The latent at t = 0, of any shape.</param>
    /// <param name="to">The latent at t = 1, of the same shape.</param>
    /// <param name="t">The position on the path, 0 to 1.</param>
    /// <param name="path">The kind of path.</param>
    /// <returns>The same shape, type and device; computed in float64.</returns>
    public static Tensor Between(Tensor from, Tensor to, double t, WalkPath path = WalkPath.Spherical) =>
        path == WalkPath.Linear ? Linear(from, to, t) : Spherical(from, to, t);

    /// <summary>Computes (1 − t) p + t q.</summary>
    /// <inheritdoc cref="Between"/>
    public static Tensor Linear(Tensor from, Tensor to, double t)
    {
        Check(from, to);
        return Weighted(from, 1 - t, to, t);
    }

    /// <summary>
    /// Computes slerp(p, q; t) = sin((1 − t)θ)/sin θ p + sin(tθ)/sin θ q, with θ the angle between p and q, each taken as one
    /// vector. Gaussian latents of many dimensions lie near a sphere. The straight line passes through its interior, which a
    /// model has rarely seen.
    /// </summary>
    /// <remarks>
    /// K. Shoemake, "Animating Rotation with Quaternion Curves", 1985, section 3.3; for latents, T. White, "Sampling Generative
    /// Networks", 2016, section 2.1. The straight line is used if p and q point in the same direction, if they point in opposite
    /// directions (there is then no single shortest arc), or if one of them is 0.
    /// </remarks>
    /// <inheritdoc cref="Between"/>
    public static Tensor Spherical(Tensor from, Tensor to, double t)
    {
        Check(from, to);
        using DisposeScope scope = NewDisposeScope();
        Tensor p = from.flatten().to(ScalarType.Float64),
            q = to.flatten().to(ScalarType.Float64);
        double lengths = p.norm().item<double>() * q.norm().item<double>();
        double theta = lengths > 0 ? Math.Acos(Math.Clamp(p.dot(q).item<double>() / lengths, -1, 1)) : 0;
        double sine = Math.Sin(theta);
        return (
            sine < NearlyParallel
                ? Weighted(from, 1 - t, to, t)
                : Weighted(from, Math.Sin((1 - t) * theta) / sine, to, Math.Sin(t * theta) / sine)
        ).MoveToOuterDisposeScope();
    }

    private static void Check(Tensor from, Tensor to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        if (!from.shape.SequenceEqual(to.shape))
            throw new ArgumentException(
                $"The latents have the shapes [{string.Join(", ", from.shape)}] and [{string.Join(", ", to.shape)}], but only "
                    + $"latents of the same shape can be interpolated.",
                nameof(to)
            );
    }

    private static Tensor Weighted(Tensor p, double ofP, Tensor q, double ofQ)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = p.to(ScalarType.Float64).Times(ofP).Plus(q.to(ScalarType.Float64).Times(ofQ));
        return sum.to(p.dtype).MoveToOuterDisposeScope();
    }
}
