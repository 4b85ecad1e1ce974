using Figment.Audio;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>
/// Draws sounds: the waveform of each, and below it a spectrogram with time from left to right and pitch from bottom to top on
/// the mel scale, from black (70 dB below the loudest point) to light yellow.
/// </summary>
internal static class SoundPicture
{
    private const int Width = 192,
        WaveHeight = 40,
        Bands = 96,
        Gap = 6,
        Line = 2;
    private const int CellHeight = WaveHeight + Line + Bands;
    private const double Frame = 0.04,
        Span = 70,
        Screen = 1.6; // seconds, dB, width by height
    private const double Quietest = 1e-5,
        Least = 1e-9;

    private static readonly byte[] Background = [24, 24, 28],
        Paper = [38, 38, 44],
        Wave = [122, 190, 214];

    // The colours of Matplotlib's magma (S. van der Walt, N. Smith, 2015), at nine points.
    private static readonly byte[][] Colours =
    [
        [0, 0, 4],
        [28, 16, 68],
        [79, 18, 123],
        [129, 37, 129],
        [181, 54, 122],
        [229, 80, 100],
        [251, 135, 97],
        [254, 194, 135],
        [252, 253, 191],
    ];

    /// <summary>Draws the sounds in rows.</summary>
    /// <param name="sounds">The samples in the order sound, channel, sample, from about −1 to 1.</param>
    /// <param name="shape">The shape of every sound.</param>
    /// <param name="columns">
    /// The number of sounds per row; null makes the picture about as wide as a screen, with full rows if possible.
    /// </param>
    internal static Picture Of(ReadOnlySpan<float> sounds, SoundShape shape, int? columns = null)
    {
        int count = sounds.Length / shape.Size;
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int perRow = Math.Min(count, columns ?? Columns(count)),
            rows = (count + perRow - 1) / perRow;
        Canvas canvas = new(Gap + (perRow * (Width + Gap)), Gap + (rows * (CellHeight + Gap)));
        byte[] levels = Spectrograms(sounds, shape);
        for (int i = 0; i < count; i++)
        {
            int left = Gap + (i % perRow * (Width + Gap)),
                top = Gap + (i / perRow * (CellHeight + Gap));
            DrawWave(canvas, left, top, sounds.Slice(i * shape.Size, shape.Size), shape);
            for (int y = 0; y < Bands; y++)
            for (int x = 0; x < Width; x++)
                canvas.Set(left + x, top + WaveHeight + Line + y, ColourOf(levels[(((i * Bands) + y) * Width) + x]));
        }

        return new Picture(canvas.Width, canvas.Height, 3, canvas.Pixels) { IsDrawing = true };
    }

    private static int Columns(int count)
    {
        double wide = Math.Sqrt(count * Screen * CellHeight / Width);
        int full = Enumerable
            .Range(1, count)
            .Where(columns => count % columns == 0)
            .MinBy(columns => Math.Abs(Math.Log(columns / wide)));
        return Math.Abs(Math.Log(full / wide)) < Math.Log(1.5) ? full : (int)Math.Ceiling(wide);
    }

    /// <summary>Computes the loudness of each point, from 0 to 255, [sounds, bands, columns], the highest band first.</summary>
    internal static byte[] Spectrograms(ReadOnlySpan<float> sounds, SoundShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor values = tensor(sounds.ToArray(), [sounds.Length / shape.Size, shape.Channels, shape.Length]).mean([1]);
        int size = 64;
        while (size < Frame * shape.Rate)
            size *= 2;
        Tensor padded = nn.functional.pad(values, [size / 2, size / 2]);

        // Each column is the frame around its centre.
        long[] places =
        [
            .. Enumerable
                .Range(0, Width)
                .SelectMany(x => Enumerable.Range(0, size).Select(i => (long)((x + 0.5) * shape.Length / Width) + i)),
        ];
        float[] window = [.. ShortTimeSpectrum.Hann(size).Select(weight => (float)weight)];
        Tensor frames = padded.index_select(1, tensor(places)).view(-1, Width, size);
        Tensor magnitudes = fft.rfft(frames * tensor(window)).abs();
        Tensor bands = magnitudes.matmul(MelFilters.Of(shape.Rate, (size / 2) + 1, Bands).to(ScalarType.Float32));
        float[] found = bands.transpose(1, 2).flip(1).contiguous().data<float>().ToArray(); // [sounds, bands, columns]
        byte[] levels = new byte[found.Length];
        for (int first = 0; first < found.Length; first += Bands * Width)
        {
            ReadOnlySpan<float> own = found.AsSpan(first, Bands * Width);
            double loudest = Quietest;
            foreach (float value in own)
                loudest = Math.Max(loudest, value);
            for (int i = 0; i < own.Length; i++)
            {
                double level = 1 + (20 / Span * Math.Log10(Math.Max(own[i] / loudest, Least)));
                levels[first + i] = (byte)Math.Round(255 * Math.Clamp(level, 0, 1));
            }
        }

        return levels;
    }

    /// <summary>Draws a line in each column from the smallest to the largest sample of all channels.</summary>
    private static void DrawWave(Canvas canvas, int left, int top, ReadOnlySpan<float> sound, SoundShape shape)
    {
        for (int x = 0; x < Width; x++)
        {
            int from = (int)((long)x * shape.Length / Width),
                to = Math.Max(from + 1, (int)((x + 1L) * shape.Length / Width));
            float low = float.MaxValue,
                high = float.MinValue;
            for (int channel = 0; channel < shape.Channels; channel++)
            {
                foreach (float value in sound.Slice((channel * shape.Length) + from, to - from))
                    (low, high) = (Math.Min(low, value), Math.Max(high, value));
            }

            (int first, int last) = (Row(high), Row(low));
            for (int y = 0; y < WaveHeight; y++)
                canvas.Set(left + x, top + y, y >= first && y <= last ? Wave : Paper);
        }

        static int Row(float value) => (int)Math.Round((1 - Math.Clamp(value, -1f, 1f)) / 2 * (WaveHeight - 1));
    }

    private static byte[] ColourOf(byte level)
    {
        double place = level / 255.0 * (Colours.Length - 1);
        int below = Math.Min((int)place, Colours.Length - 2);
        return [.. Colours[below].Zip(Colours[below + 1], (a, b) => (byte)Math.Round(a + ((b - a) * (place - below))))];
    }

    private sealed class Canvas
    {
        internal Canvas(int width, int height)
        {
            (Width, Height, Pixels) = (width, height, new byte[3 * width * height]);
            for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                Set(x, y, Background);
        }

        internal int Width { get; }

        internal int Height { get; }

        internal byte[] Pixels { get; }

        internal void Set(int x, int y, byte[] colour) => colour.CopyTo(Pixels, 3 * ((y * Width) + x));
    }
}
