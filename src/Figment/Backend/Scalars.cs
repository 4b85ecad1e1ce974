using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Numbers for computations with tensors. TorchSharp does not keep the <see cref="Scalar"/> of <c>x * 2</c> alive during the
/// native call, so a garbage collection on another thread may free it too early. Numbers in a static field are never collected,
/// nor are those that <see cref="With(double, Func{Scalar, Tensor})"/> holds. A test searches the compiled code, including that
/// of TorchSharp, for numbers that nothing holds (<c>HeldNumbersTests</c>).
/// </summary>
internal static class Scalars
{
    internal static readonly Scalar Half = Of(0.5),
        MinusHalf = Of(-0.5),
        Zero = Of(0),
        One = Of(1),
        Two = Of(2);
    internal static readonly Scalar Infinity = Of(double.PositiveInfinity);

    /// <summary>Creates a number for a field or a <c>using</c>, which holds it.</summary>
    internal static Scalar Of(double number) => number;

    /// <inheritdoc cref="Of(double)"/>
    internal static Scalar Of(long number) => number;

    /// <summary>Computes with a number that is not freed before the computation ends.</summary>
    /// <param name="number">The number.</param>
    /// <param name="compute">The computation.</param>
    internal static Tensor With(double number, Func<Scalar, Tensor> compute)
    {
        using Scalar kept = Of(number);
        return compute(kept);
    }

    /// <inheritdoc cref="With(double, Func{Scalar, Tensor})"/>
    internal static Tensor With(long number, Func<Scalar, Tensor> compute)
    {
        using Scalar kept = Of(number);
        return compute(kept);
    }

    /// <summary>Computes x + a number.</summary>
    internal static Tensor Plus(this Tensor x, double number) => With(number, kept => x.Plus(kept));

    /// <inheritdoc cref="Plus(Tensor, double)"/>
    internal static Tensor Plus(this Tensor x, long number) => With(number, kept => x.Plus(kept));

    /// <summary>Computes x + a number that is held.</summary>
    internal static Tensor Plus(this Tensor x, Scalar number) => x.add(number, One);

    /// <summary>Computes x + y: TorchSharp's <c>+</c> creates a number of its own, the α of x + α y.</summary>
    internal static Tensor Plus(this Tensor x, Tensor y) => x.add(y, One);

    /// <summary>Adds to x, in place, a number that is held.</summary>
    internal static Tensor Increase(this Tensor x, Scalar number) => x.add_(number, One);

    /// <summary>Adds y to x in place.</summary>
    internal static Tensor Increase(this Tensor x, Tensor y) => x.add_(y, One);

    /// <summary>Computes x − a number.</summary>
    internal static Tensor Minus(this Tensor x, double number) => With(number, kept => x.sub(kept));

    /// <inheritdoc cref="Minus(Tensor, double)"/>
    internal static Tensor Minus(this Tensor x, long number) => With(number, kept => x.sub(kept));

    /// <summary>Computes x · a number.</summary>
    internal static Tensor Times(this Tensor x, double number) => With(number, kept => x.mul(kept));

    /// <inheritdoc cref="Times(Tensor, double)"/>
    internal static Tensor Times(this Tensor x, long number) => With(number, kept => x.mul(kept));

    /// <summary>Computes x / a number.</summary>
    internal static Tensor Over(this Tensor x, double number) => With(number, kept => x.div(kept));

    /// <inheritdoc cref="Over(Tensor, double)"/>
    internal static Tensor Over(this Tensor x, long number) => With(number, kept => x.div(kept));

    /// <summary>Divides x by a number in place.</summary>
    internal static Tensor DivideBy(this Tensor x, double number) => With(number, kept => x.div_(kept));

    /// <inheritdoc cref="DivideBy(Tensor, double)"/>
    internal static Tensor DivideBy(this Tensor x, long number) => With(number, kept => x.div_(kept));

    /// <summary>Computes the remainder of x divided by a number; the remainder is never negative.</summary>
    internal static Tensor Modulo(this Tensor x, long number) => With(number, kept => x.remainder(kept));

    /// <summary>Computes x²; TorchSharp's <c>square</c> creates a number of its own.</summary>
    internal static Tensor Squared(this Tensor x) => x.pow(Two);

    /// <summary>Computes log(1 + eˣ) = −log σ(−x); TorchSharp's <c>softplus</c> creates two numbers of its own.</summary>
    internal static Tensor Softplus(this Tensor x) => nn.functional.logsigmoid(x.neg()).neg();

    /// <summary>Clamps x to [low, high].</summary>
    internal static Tensor Clamped(this Tensor x, double low, double high) =>
        With(low, least => With(high, most => x.clamp(least, most)));

    /// <inheritdoc cref="Clamped(Tensor, double, double)"/>
    internal static Tensor Clamped(this Tensor x, long low, long high) =>
        With(low, least => With(high, most => x.clamp(least, most)));

    /// <summary>Clamps x to at least a lower bound.</summary>
    internal static Tensor AtLeast(this Tensor x, double low) => With(low, least => x.clamp_min(least));

    /// <summary>Whether x is greater than a number.</summary>
    internal static Tensor Above(this Tensor x, double number) => With(number, kept => x.gt(kept));

    /// <summary>Whether x is less than a number.</summary>
    internal static Tensor Below(this Tensor x, double number) => With(number, kept => x.lt(kept));

    /// <inheritdoc cref="Below(Tensor, double)"/>
    internal static Tensor Below(this Tensor x, long number) => With(number, kept => x.lt(kept));

    /// <summary>Returns 0, 1 … n − 1.</summary>
    internal static Tensor Range(long n, ScalarType type = ScalarType.Int64, Device? device = null) =>
        With(n, end => arange(Zero, end, One, type, device));

    /// <summary>Returns start, start + 1 … end − 1.</summary>
    internal static Tensor Range(long start, long end, ScalarType type) =>
        With(start, first => With(end, past => arange(first, past, One, type)));

    /// <summary>Returns a tensor filled with a number.</summary>
    internal static Tensor Filled(long[] shape, double number, ScalarType type, Device device) =>
        With(number, kept => full(shape, kept, type, device));

    /// <inheritdoc cref="Filled(long[], double, ScalarType, Device)"/>
    internal static Tensor Filled(long[] shape, long number, ScalarType type, Device device) =>
        With(number, kept => full(shape, kept, type, device));
}
