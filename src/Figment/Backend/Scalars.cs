using TorchSharp;

namespace Figment.Backend;

/// <summary>
/// Numbers that a step computes with. TorchSharp does not keep the <see cref="Scalar"/> of <c>x * 2</c> alive over the native call, so that a
/// collection on another thread may free it first; what a static field holds is never collected.
/// </summary>
internal static class Scalars
{
    internal static readonly Scalar Half = 0.5, MinusHalf = -0.5, One = 1, Two = 2;
}
