using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Audio;

/// <summary>
/// How much power sounds have at each time and frequency: the Fourier transform of short pieces of them, each under a Hann
/// window. Pieces overlap by half at least, so that nothing between two of them is missed.
/// </summary>
internal sealed class ShortTimeSpectrum : IDisposable
{
    private const double ShortestWindow = 0.025; // seconds: several periods of a low voice
    private readonly SoundShape shape;
    private readonly int left,
        right;
    private readonly Tensor window;

    /// <summary>Cuts sounds of one shape into pieces of one length.</summary>
    /// <param name="shape">The sounds.</param>
    /// <param name="frames">How many pieces, at least 1; their middles are spread evenly over the sound.</param>
    internal ShortTimeSpectrum(SoundShape shape, int frames)
    {
        TorchLibrary.Load();
        (this.shape, Frames) = (shape, frames);
        Hop = (shape.Length + frames - 1) / frames;
        Window = Math.Max(2 * Hop, 2 * (int)Math.Round(shape.Rate * ShortestWindow / 2));
        Size = 2;
        while (Size < 2 * Window)
            Size *= 2; // twice as fine as the window needs, so that no narrow band falls between two bins
        left = (Window - Hop) / 2;
        right = ((frames - 1) * Hop) + Window - left - shape.Length;
        window = tensor(Weights()).DetachFromDisposeScope();
    }

    /// <summary>How many pieces.</summary>
    internal int Frames { get; }

    /// <summary>Samples from one piece to the next.</summary>
    internal int Hop { get; }

    /// <summary>Samples of a piece.</summary>
    internal int Window { get; }

    /// <summary>Samples that are transformed: a piece and zeros behind it.</summary>
    internal int Size { get; }

    /// <summary>Frequencies: the first is 0, the last half of the rate.</summary>
    internal int Bins => (Size / 2) + 1;

    /// <summary>Values of the spectrum of one sound.</summary>
    internal long Values => (long)shape.Channels * Frames * Bins;

    /// <summary>The frequency of a bin, in Hz.</summary>
    internal double FrequencyOf(int bin) => (double)bin * shape.Rate / Size;

    /// <summary>
    /// The power of each piece at each frequency: over all frequencies it adds up to the mean square of the piece.
    /// </summary>
    /// <param name="sounds">[B, channels, length], float32.</param>
    /// <returns>[B, channels, frames, bins], float32.</returns>
    internal Tensor Power(Tensor sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pieces = nn.functional.pad(sounds, [left, right]).unfold(-1, Window, Hop) * window.to(sounds.device);
        return Powers(pieces, Size).MoveToOuterDisposeScope();
    }

    /// <summary>Hann's window: 0 at its first sample, 1 in the middle.</summary>
    internal static double[] Hann(int size) =>
        [.. Enumerable.Range(0, size).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / size)))];

    /// <summary>|X_k|² of each piece, for k up to half of the size.</summary>
    /// <param name="pieces">[…, samples].</param>
    /// <param name="size">Samples that are transformed: where there are fewer, zeros stand behind them.</param>
    /// <returns>[…, size / 2 + 1].</returns>
    internal static Tensor Powers(Tensor pieces, int size)
    {
        Tensor spectrum = fft.rfft(pieces, size),
            real = spectrum.real,
            imaginary = spectrum.imag;
        return (real * real).Plus(imaginary * imaginary); // a sum over pairs of them takes four times as long
    }

    /// <inheritdoc/>
    public void Dispose() => window.Dispose();

    /// <summary>
    /// Hann's window, so scaled that what is transformed gives the power: by Parseval Σ_k |X_k|² = N Σ (w x)², of which the
    /// second half of the frequencies mirrors the first.
    /// </summary>
    private float[] Weights()
    {
        double[] hann = Hann(Window);
        double scale = Math.Sqrt(2 / (Size * hann.Sum(w => w * w)));
        return [.. hann.Select(w => (float)(w * scale))];
    }
}
