using Figment.Audio;
using Figment.Backend;
using Figment.Networks.Sounds;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Synthesises drums on demand: any number, the same ones each time.</summary>
internal static class DrumSounds
{
    /// <summary>The number of training drums.</summary>
    internal const int Training = 1_600;

    /// <summary>The number of held-out drums.</summary>
    internal const int HeldOut = 400;

    private const string Name = "drums";
    private const int Rate = 44_100;
    private const double Length = 0.74,
        Fade = 0.01; // seconds
    private const ulong FirstHeldOut = 1UL << 40; // the training part never gets this far
    private const float Loudest = 0.9f;

    /// <summary>The shape of every drum sound.</summary>
    internal static SoundShape Shape { get; } = new(1, SoundGrid.LengthFor(Rate, Length), Rate);

    /// <summary>Opens a part.</summary>
    internal static SoundDataset Open(DataPart part, IProgress<DataProgress>? progress, CancellationToken cancellationToken) =>
        Make(part, part == DataPart.Test ? HeldOut : Training, 0, progress, cancellationToken);

    /// <summary>Creates a part of any size; a smaller part is the beginning of a larger one.</summary>
    internal static SoundDataset Make(
        DataPart part,
        int count,
        long seed,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        (int kinds, int length) = (DrumKit.Names.Count, Shape.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Array.MaxLength / length);
        short[] values = new short[count * length];
        int done = 0;
        Lock turn = new();
        ParallelOptions cores = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(
            0,
            count,
            cores,
            () => new float[length],
            (i, _, samples) =>
            {
                Render(i % kinds, (ulong)seed, (part == DataPart.Test ? FirstHeldOut : 0) + (ulong)i, samples);
                Span<short> own = values.AsSpan(i * length, length);
                for (int j = 0; j < length; j++)
                    own[j] = (short)Math.Round(samples[j] * 32768);
                lock (turn)
                    progress?.Report(new DataProgress(DataActivity.Listening, Name, ++done, count));
                return samples;
            },
            _ => { }
        );

        TorchLibrary.Load();
        int some = Math.Min(count, 40 * kinds);
        using Tensor fit = tensor(Array.ConvertAll(values[..(some * length)], value => value / 32768f), [some, 1, length]);
        return new SoundDataset(
            part == DataPart.Test ? $"{Name}-test" : Name,
            SoundGrid.Fitted(Shape, fit),
            values,
            [.. Enumerable.Range(0, count).Select(i => (byte)(i % kinds))],
            DrumKit.Names
        );
    }

    /// <summary>Renders one drum, with its largest sample at 0.9.</summary>
    internal static void Render(int drum, ulong seed, ulong item, float[] samples)
    {
        Array.Clear(samples);
        DrumKit.Play(drum, new DrumVoice(samples, Rate, seed, item));
        int fade = (int)(Fade * Rate);
        for (int i = 1; i <= fade; i++)
            samples[^i] *= (float)i / (fade + 1);
        float peak = 0;
        foreach (float sample in samples)
            peak = Math.Max(peak, Math.Abs(sample));
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= Loudest / peak;
    }
}
