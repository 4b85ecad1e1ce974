using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// The short-time Fourier transform, and sounds of its magnitudes alone: phases are sought that fit them (D. Griffin, J. Lim,
/// "Signal Estimation from Modified Short-Time Fourier Transform", 1984) with momentum (N. Perraudin et al., "A Fast Griffin-Lim
/// Algorithm", 2013), always from the same random ones.
/// </summary>
/// <remarks>Frames of 4 hops under Hann's window stand with their middles in the middles of hops.</remarks>
/// <param name="hop">Samples from frame to frame.</param>
/// <param name="frames">T.</param>
internal sealed class PhaseSearch(int hop, int frames)
{
    private const int Overlap = LogMelGrid.Overlap, Iterations = 32;
    private const double Momentum = 0.99, Tiny = 1e-12;

    /// <summary>Samples of a frame.</summary>
    internal int Size => Overlap * hop;

    /// <summary>Frequencies, from 0 to half of the rate.</summary>
    internal int Bins => (Size / 2) + 1;

    private int Length => hop * frames;

    // Before the first sample lies what the first frame reaches out.
    private int Before => (Size - hop) / 2;

    /// <summary>Magnitudes of sounds.</summary>
    /// <param name="sounds">[n, T hop].</param>
    /// <returns>[n, T, bins].</returns>
    internal Tensor Magnitudes(Tensor sounds)
    {
        Tensor padded = nn.functional.pad(sounds, [Before, Size - hop - Before]);
        return fft.rfft(padded.unfold(1, Size, hop) * Window().to(sounds.device), Size).abs();
    }

    /// <summary>Sounds of about these magnitudes.</summary>
    /// <param name="ops">What computes it.</param>
    /// <param name="magnitudes">[n, T, bins], at least 0.</param>
    /// <returns>[n, T hop].</returns>
    internal T Sounds<T>(IOperations<T> ops, T magnitudes)
    {
        T cosines = ops.Constant("phases.cosines", magnitudes, device => Start(isSine: false).to(device));
        T sines = ops.Constant("phases.sines", magnitudes, device => Start(isSine: true).to(device));
        T blocks = Blocks(ops, magnitudes, cosines, sines);
        (T Real, T Imaginary)? before = null;
        for (int i = 0; i < Iterations; i++)
        {
            (T real, T imaginary) = ops.Fourier(Windowed(ops, Frames(ops, blocks)), Size);
            (T ahead, T aside) = before is (T r, T s)
                ? (ops.Between(r, real, 1 + Momentum), ops.Between(s, imaginary, 1 + Momentum))
                : (real, imaginary);
            T square = ops.Add(ops.AddProduct(ops.Multiply(ahead, ahead), aside, aside), Tiny);
            T length = ops.Sqrt(square);
            blocks = Blocks(ops, magnitudes, ops.Divide(ahead, length), ops.Divide(aside, length));
            before = (real, imaginary);
        }

        return ops.Narrow(ops.Reshape(blocks, 0, -1), 1, Before, Length);
    }

    /// <summary>The sound as blocks of one hop, [n, T + 3, hop]: each frame added to its neighbours.</summary>
    private T Blocks<T>(IOperations<T> ops, T magnitudes, T cosines, T sines)
    {
        T frame = ops.FourierBack(ops.Multiply(magnitudes, cosines), ops.Multiply(magnitudes, sines), Size);
        T windowed = Windowed(ops, frame);
        T nothing = ops.Multiply(ops.Narrow(ops.Narrow(windowed, 2, 0, hop), 1, 0, 1), 0);
        T sum = Shifted(0);
        for (int part = 1; part < Overlap; part++) sum = ops.Add(sum, Shifted(part));
        return ops.Multiply(sum, ops.Constant("phases.norm", sum, device => (1 / Overlaps()).to(device)));

        T Shifted(int part) => ops.Concat(1,
        [
            .. Enumerable.Repeat(nothing, part), ops.Narrow(windowed, 2, part * hop, hop),
            .. Enumerable.Repeat(nothing, Overlap - 1 - part),
        ]);
    }

    /// <summary>The frames of blocks, [n, T, size].</summary>
    private T Frames<T>(IOperations<T> ops, T blocks) =>
        ops.Concat(2, [.. Enumerable.Range(0, Overlap).Select(part => ops.Narrow(blocks, 1, part, frames))]);

    private T Windowed<T>(IOperations<T> ops, T frame) =>
        ops.Multiply(frame, ops.Constant("phases.window", frame, device => Window().to(device)));

    /// <summary>What the squares of windows add up to, [T + 3, hop].</summary>
    private Tensor Overlaps()
    {
        Tensor squares = Window().square().view(Overlap, hop), sum = zeros([frames + Overlap - 1, hop]);
        for (int part = 0; part < Overlap; part++) sum.narrow(0, part, frames).add_(squares[part]);
        return sum.clamp_min(1e-3);
    }

    private Tensor Start(bool isSine)
    {
        using Draws draws = new SeededRandom(0).Draws("phases");
        Tensor angles = draws.Uniform("angles", [1, frames, Bins]).to(ScalarType.Float64) * (2 * Math.PI);
        return (isSine ? angles.sin() : angles.cos()).to(ScalarType.Float32);
    }

    private Tensor Window() => (0.5 - (0.5 * (arange(Size, ScalarType.Float64) * (2 * Math.PI / Size)).cos())).to(ScalarType.Float32);
}
