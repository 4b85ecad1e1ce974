using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Audio;

/// <summary>
/// Computes the power of sounds at each time and frequency: the Fourier transform of short frames with a Hann window. Frames
/// overlap by at least half, so that nothing between two of them is missed.
/// </summary>
internal sealed class ShortTimeSpectrum : IDisposable
{
    private const double ShortestWindow = 0.025; // seconds: several periods of a low voice
    private readonly SoundShape shape;
    private readonly int left,
        right;
    private readonly Tensor window;

    /// <summary>Prepares the division of sounds of one shape into frames of one length.</summary>
    /// <param name="shape">The shape of the sounds.</param>
    /// <param name="frames">The number of frames, at least 1; their centres are spread evenly over the sound.</param>
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

    /// <summary>The number of frames.</summary>
    internal int Frames { get; }

    /// <summary>The number of samples from one frame to the next.</summary>
    internal int Hop { get; }

    /// <summary>The number of samples in a frame.</summary>
    internal int Window { get; }

    /// <summary>The number of transformed samples: a frame followed by zeros.</summary>
    internal int Size { get; }

    /// <summary>The number of frequencies, from 0 to half of the rate.</summary>
    internal int Bins => (Size / 2) + 1;

    /// <summary>The number of values in the spectrum of one sound.</summary>
    internal long Values => (long)shape.Channels * Frames * Bins;

    /// <summary>The frequency of a bin in Hz.</summary>
    internal double FrequencyOf(int bin) => (double)bin * shape.Rate / Size;

    /// <summary>
    /// Computes the power of each frame at each frequency. The sum over all frequencies is the mean square of the frame.
    /// </summary>
    /// <param name="sounds">The sounds, [B, channels, length], float32.</param>
    /// <returns>The power spectra, [B, channels, frames, bins], float32.</returns>
    internal Tensor Power(Tensor sounds)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pieces = nn.functional.pad(sounds, [left, right]).unfold(-1, Window, Hop) * window.to(sounds.device);
        return Powers(pieces, Size).MoveToOuterDisposeScope();
    }

    /// <summary>The Hann window: 0 at its first sample, 1 in the middle.</summary>
    internal static double[] Hann(int size) =>
        [.. Enumerable.Range(0, size).Select(n => 0.5 - (0.5 * Math.Cos(2 * Math.PI * n / size)))];

    /// <summary>Computes |X_k|² of each frame, for k up to half of the size.</summary>
    /// <param name="pieces">The frames, […, samples].</param>
    /// <param name="size">The number of transformed samples; shorter frames are padded with zeros.</param>
    /// <returns>The power spectra, […, size / 2 + 1].</returns>
    internal static Tensor Powers(Tensor pieces, int size)
    {
        Tensor spectrum = fft.rfft(pieces, size),
            real = spectrum.real,
            imaginary = spectrum.imag;
        return (real * real).Plus(imaginary * imaginary); // a sum over a dimension with both parts takes four times as long
    }

    /// <inheritdoc/>
    public void Dispose() => window.Dispose();

    /// <summary>
    /// The Hann window, scaled so that the transform gives the power: by Parseval's theorem, Σ_k |X_k|² = N Σ (w x)², where the
    /// second half of the frequencies mirrors the first.
    /// </summary>
    private float[] Weights()
    {
        double[] hann = Hann(Window);
        double scale = Math.Sqrt(2 / (Size * hann.Sum(w => w * w)));
        return [.. hann.Select(w => (float)(w * scale))];
    }
}
