using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// The modulated lapped transform (J. Princen, A. Bradley, "Analysis/Synthesis Filter Bank Design Based on Time Domain Aliasing
/// Cancellation", 1986; H. Malvar, "Lapped Transforms for Efficient Transform/Subband Coding", 1990): H bands of frames of 2 H
/// samples under a sine window, one frame each H samples. With both phases it is the short-time Fourier transform at the
/// frequencies (k + 1/2) / (2 H).
/// </summary>
/// <remarks>
/// Half a hop of silence is put before and behind, so T frames hold T H samples: what the first and the last frame fold in from
/// outside is 0.
/// </remarks>
/// <param name="hop">H, even.</param>
/// <param name="frames">T.</param>
internal sealed class LappedTransform(int hop, int frames)
{
    /// <summary>Bands, and samples from frame to frame.</summary>
    internal int Hop => hop;

    /// <summary>Frames of a sound.</summary>
    internal int Frames => frames;

    /// <summary>Samples of a sound.</summary>
    internal int Length => hop * frames;

    /// <summary>Σ_n w_n x_n √(2 / H) cos(π / H (n + 1/2 + H / 2)(k + 1/2)) of each frame.</summary>
    /// <param name="sounds">[n, T H].</param>
    /// <returns>[n, T, H].</returns>
    internal Tensor Real(Tensor sounds) => Cut(sounds).matmul(Waves(sounds.device, isSine: false));

    /// <summary>The same with sines.</summary>
    internal Tensor Imaginary(Tensor sounds) => Cut(sounds).matmul(Waves(sounds.device, isSine: true));

    /// <summary>The sounds of <see cref="Real"/>, exactly.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="real">[n, T, H].</param>
    /// <returns>[n, T H].</returns>
    internal T FromReal<T>(IOperations<T> ops, T real) => Joined(ops, Synthesis(ops, real, isSine: false), 1);

    /// <summary>The sounds of both phases.</summary>
    /// <inheritdoc cref="FromReal{T}"/>
    internal T FromBoth<T>(IOperations<T> ops, T real, T imaginary) => Joined(
        ops, ops.Add(Synthesis(ops, real, isSine: false), Synthesis(ops, imaginary, isSine: true)), 2);

    private T Synthesis<T>(IOperations<T> ops, T bands, bool isSine) =>
        ops.Product(bands, isSine ? "sines" : "cosines", device => Waves(device, isSine).t());

    /// <summary>Adds each frame by half to the one before it.</summary>
    private T Joined<T>(IOperations<T> ops, T windowed, double phases)
    {
        T first = ops.Narrow(windowed, 2, 0, hop), second = ops.Narrow(windowed, 2, hop, hop);
        T nothing = ops.Multiply(ops.Narrow(first, 1, 0, 1), 0);
        T blocks = ops.Add(ops.Concat(1, first, nothing), ops.Concat(1, nothing, second));
        T all = ops.Narrow(ops.Reshape(blocks, 0, -1), 1, hop / 2, Length);
        return ops.Multiply(all, ops.Constant("lapped", all, device => (1 / (phases * Overlaps())).to(device)));
    }

    /// <summary>What the squares of windows add up to, [T H]: 1, but for half a hop at both ends.</summary>
    private Tensor Overlaps()
    {
        Tensor squares = Window().square(), all = ones([Length]);
        all.narrow(0, 0, hop / 2).copy_(squares.narrow(0, hop / 2, hop / 2));
        all.narrow(0, Length - (hop / 2), hop / 2).copy_(squares.narrow(0, hop, hop / 2));
        return all;
    }

    private Tensor Cut(Tensor sounds) =>
        nn.functional.pad(sounds, [hop / 2, hop / 2]).unfold(1, 2 * hop, hop);

    /// <summary>The windowed waves, [2 H, H].</summary>
    private Tensor Waves(Device device, bool isSine)
    {
        Tensor n = arange(2 * hop, ScalarType.Float64) + (0.5 + (hop / 2.0)), k = arange(hop, ScalarType.Float64) + 0.5;
        Tensor angles = outer(n, k) * (Math.PI / hop);
        return ((isSine ? angles.sin() : angles.cos()) * Math.Sqrt(2.0 / hop)).to(ScalarType.Float32)
            .mul(Window().unsqueeze(1)).to(device);
    }

    private Tensor Window() => ((arange(2 * hop, ScalarType.Float64) + 0.5) * (Math.PI / (2 * hop))).sin().to(ScalarType.Float32);
}
