using TorchSharp;

namespace Figment.Benchmarks.HandWritten;

/// <summary>
/// Scalars used in computations with tensors, kept alive: TorchSharp does not keep the number of <c>x * 2</c> alive during the
/// native call, nor the α that it makes for <c>x + y</c>.
/// </summary>
internal static class Held
{
    internal static readonly Scalar Zero = 0.0,
        One = 1.0,
        Two = 2.0,
        Half = 0.5,
        Black = 255.0;
    internal static readonly Scalar OneWhole = 1L; // α of whole numbers
}
