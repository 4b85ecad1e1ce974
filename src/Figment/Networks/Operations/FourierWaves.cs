using static TorchSharp.torch;

namespace Figment.Networks;

/// <summary>The discrete Fourier transform as matrices, for graphs: they are understood everywhere, and ONNX's own operator is not.</summary>
internal static class FourierWaves
{
    /// <summary>cos(2π n k / N), or sin, [N, N / 2 + 1].</summary>
    internal static Tensor Of(int size, bool isSine)
    {
        // n k is taken modulo N, so that angles stay small and exact.
        Tensor turns = outer(arange(size, ScalarType.Int64), arange((size / 2) + 1, ScalarType.Int64)).remainder(size);
        Tensor angles = turns.to(ScalarType.Float64) * (2 * Math.PI / size);
        return (isSine ? angles.sin() : angles.cos()).to(ScalarType.Float32);
    }

    /// <summary>The way back, [N / 2 + 1, N]: all frequencies but the first and the last stand for two.</summary>
    internal static Tensor Back(int size, bool isSine)
    {
        Tensor weights = full([(size / 2) + 1, 1], 2f / size);
        weights[0] = 1f / size;
        weights[size / 2] = 1f / size;
        return Of(size, isSine).t() * weights;
    }
}
