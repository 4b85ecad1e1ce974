using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Numbers that a step computes with. TorchSharp does not keep the <see cref="Scalar"/> of <c>x * 2</c> alive over the native
/// call, so that a collection on another thread may free it first; what a static field holds is never collected, nor is what
/// <see cref="With"/> holds.
/// </summary>
internal static class Scalars
{
    internal static readonly Scalar Half = 0.5, MinusHalf = -0.5, Zero = 0, One = 1, Two = 2;

    /// <summary>Computes with a number that is not freed before it is done.</summary>
    /// <param name="number">The number; it is freed afterwards.</param>
    /// <param name="compute">What is done with it.</param>
    internal static Tensor With(Scalar number, Func<Scalar, Tensor> compute)
    {
        using (number) return compute(number);
    }

    /// <summary>x + a number.</summary>
    internal static Tensor Plus(this Tensor x, double number) => With(number, kept => x.add(kept));

    /// <inheritdoc cref="Plus(Tensor, double)"/>
    internal static Tensor Plus(this Tensor x, long number) => With(number, kept => x.add(kept));

    /// <summary>x − a number.</summary>
    internal static Tensor Minus(this Tensor x, double number) => With(number, kept => x.sub(kept));

    /// <inheritdoc cref="Minus(Tensor, double)"/>
    internal static Tensor Minus(this Tensor x, long number) => With(number, kept => x.sub(kept));

    /// <summary>x · a number.</summary>
    internal static Tensor Times(this Tensor x, double number) => With(number, kept => x.mul(kept));

    /// <inheritdoc cref="Times(Tensor, double)"/>
    internal static Tensor Times(this Tensor x, long number) => With(number, kept => x.mul(kept));

    /// <summary>x², which TorchSharp's <c>square</c> makes with a number of its own.</summary>
    internal static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>x, clamped to [low, high].</summary>
    internal static Tensor Clamped(this Tensor x, double low, double high) =>
        With(low, least => With(high, most => x.clamp(least, most)));

    /// <inheritdoc cref="Clamped(Tensor, double, double)"/>
    internal static Tensor Clamped(this Tensor x, long low, long high) =>
        With(low, least => With(high, most => x.clamp(least, most)));
}
