using Figment.Audio;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// Computes the short-time Fourier transform, and sounds from its magnitudes alone by searching for matching phases (D. Griffin,
/// J. Lim, "Signal Estimation from Modified Short-Time Fourier Transform", 1984) with momentum (N. Perraudin et al., "A Fast
/// Griffin-Lim Algorithm", 2013), starting from a steady tone at each frequency.
/// </summary>
/// <remarks>Frames are 4 hops long, with Hann's window, and are centred on the middles of hops.</remarks>
/// <param name="hop">The number of samples from frame to frame.</param>
/// <param name="frames">The number of frames T.</param>
/// <param name="iterations">The number of iterations of the search.</param>
internal sealed class PhaseSearch(int hop, int frames, int iterations)
{
    private const int Overlap = 4;
    private const double Momentum = 0.5,
        Tiny = 1e-9,
        LeastWindows = 1e-3,
        GoldenRatio = 1.618033988749895;
    private readonly float[] window = [.. ShortTimeSpectrum.Hann(Overlap * hop).Select(weight => (float)weight)];
    private float[]? norm,
        cosines,
        sines; // Computed when first needed.

    /// <summary>The number of samples in a frame.</summary>
    internal int Size => Overlap * hop;

    /// <summary>The number of frequencies, from 0 to half of the sampling rate.</summary>
    internal int Bins => (Size / 2) + 1;

    private int Length => hop * frames;

    // The part of the first frame that reaches back before the first sample.
    private int Before => (Size - hop) / 2;

    /// <summary>Computes the powers of sounds at each frequency.</summary>
    /// <param name="sounds">[n, T hop].</param>
    /// <returns>[n, T, bins].</returns>
    internal Tensor Powers(Tensor sounds)
    {
        Tensor padded = nn.functional.pad(sounds, [Before, Size - hop - Before]);
        return ShortTimeSpectrum.Powers(padded.unfold(1, Size, hop) * Window().to(sounds.device), Size);
    }

    /// <summary>Computes sounds with approximately the given magnitudes.</summary>
    /// <param name="ops">The operations that compute it.</param>
    /// <param name="magnitudes">[n, T, bins], at least 0.</param>
    /// <param name="gains">
    /// Given the powers of the sounds found, [n, T, bins], returns the final factor for each frequency.
    /// </param>
    /// <returns>[n, T hop].</returns>
    internal T Sounds<T>(IOperations<T> ops, T magnitudes, Func<T, T> gains)
    {
        T cosine = ops.Constant(
            "phases.cosines",
            magnitudes,
            device => tensor(cosines ??= MakeSteady(isSine: false), [frames, Bins]).to(device)
        );
        T sine = ops.Constant(
            "phases.sines",
            magnitudes,
            device => tensor(sines ??= MakeSteady(isSine: true), [frames, Bins]).to(device)
        );
        T blocks = Blocks(ops, ops.Multiply(magnitudes, cosine), ops.Multiply(magnitudes, sine));
        if (iterations > 0)
        {
            (T first, T second) = Spectrum(ops, blocks);
            T begun = Fitted(ops.Multiply(first, 1 + Momentum), ops.Multiply(second, 1 + Momentum));
            blocks = ops.Repeat(
                iterations - 1,
                [begun, first, second],
                before =>
                {
                    (T real, T imaginary) = Spectrum(ops, before[0]);
                    T ahead = ops.Between(before[1], real, 1 + Momentum),
                        aside = ops.Between(before[2], imaginary, 1 + Momentum);
                    return [Fitted(ahead, aside), real, imaginary];
                }
            )[0];
        }

        (T found, T beside) = Spectrum(ops, blocks);
        T gain = gains(ops.AddProduct(ops.Multiply(found, found), beside, beside));
        blocks = Blocks(ops, ops.Multiply(found, gain), ops.Multiply(beside, gain));
        return ops.Narrow(ops.Reshape(blocks, 0, -1), 1, Before, Length);

        T Fitted(T ahead, T aside)
        {
            T length = ops.Add(ops.Sqrt(ops.AddProduct(ops.Multiply(ahead, ahead), aside, aside)), Tiny);
            return Blocks(
                ops,
                ops.Multiply(magnitudes, ops.Divide(ahead, length)),
                ops.Multiply(magnitudes, ops.Divide(aside, length))
            );
        }
    }

    /// <summary>
    /// Computes cos(2π (k hop t / size + φ k²)), or sin, [T, bins], with φ the golden ratio. Each frequency k continues from
    /// frame to frame, so that tones keep their pitch. The frequencies start with seemingly random phases, so that neighbours do
    /// not cancel each other. Otherwise the search would amplify a small difference into a large one.
    /// </summary>
    private float[] MakeSteady(bool isSine)
    {
        float[] waves = new float[frames * Bins];
        for (int i = 0; i < waves.Length; i++)
        {
            (int t, int k) = Math.DivRem(i, Bins);
            double turns = ((double)t * k / Overlap) + ((double)k * k * GoldenRatio);
            waves[i] = (float)(isSine ? Math.Sin(2 * Math.PI * (turns % 1)) : Math.Cos(2 * Math.PI * (turns % 1)));
        }

        return waves;
    }

    private (T Real, T Imaginary) Spectrum<T>(IOperations<T> ops, T blocks)
    {
        T[] parts = [.. Enumerable.Range(0, Overlap).Select(part => ops.Narrow(blocks, 1, part, frames))];
        return ops.Fourier(Windowed(ops, ops.Concat(2, parts)), Size);
    }

    /// <summary>Adds overlapping frames into blocks of one hop each, [n, T + 3, hop].</summary>
    private T Blocks<T>(IOperations<T> ops, T real, T imaginary)
    {
        T windowed = Windowed(ops, ops.FourierBack(real, imaginary, Size));
        T nothing = ops.Multiply(ops.Narrow(ops.Narrow(windowed, 2, 0, hop), 1, 0, 1), 0);
        T sum = Shifted(0);
        for (int part = 1; part < Overlap; part++)
            sum = ops.Add(sum, Shifted(part));
        return ops.Multiply(
            sum,
            ops.Constant("phases.norm", sum, device => tensor(norm ??= MakeNorm(), [frames + Overlap - 1, hop]).to(device))
        );

        T Shifted(int part) =>
            ops.Concat(
                1,
                [
                    .. Enumerable.Repeat(nothing, part),
                    ops.Narrow(windowed, 2, part * hop, hop),
                    .. Enumerable.Repeat(nothing, Overlap - 1 - part),
                ]
            );
    }

    private T Windowed<T>(IOperations<T> ops, T frame) =>
        ops.Multiply(frame, ops.Constant("phases.window", frame, device => Window().to(device)));

    /// <summary>
    /// Returns the reciprocal of the sum of squared windows, [T + 3, hop]; 0 outside the sound, where there is silence.
    /// </summary>
    private float[] MakeNorm()
    {
        double[] weights = ShortTimeSpectrum.Hann(Size);
        float[] values = new float[(frames + Overlap - 1) * hop];
        for (int i = Before; i < Before + Length; i++)
        {
            double sum = 0;
            for (int frame = Math.Max(0, (i / hop) - Overlap + 1); frame <= Math.Min(frames - 1, i / hop); frame++)
                sum += weights[i - (frame * hop)] * weights[i - (frame * hop)];
            values[i] = (float)(1 / Math.Max(sum, LeastWindows));
        }

        return values;
    }

    private Tensor Window() => tensor(window);
}
