using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Sounds that a model made, as one file: one after the other with short pauses.</summary>
internal sealed class SoundSamples : ISamples
{
    private const double Pause = 0.15; // seconds
    private readonly float[] values;

    private SoundSamples(float[] values, int count, int channels, int rate) =>
        (this.values, Count, Channels, Rate) = (values, count, channels, rate);

    /// <summary>How many.</summary>
    internal int Count { get; }

    /// <summary>Of each sound.</summary>
    internal int Channels { get; }

    /// <summary>Samples a second, in Hz.</summary>
    internal int Rate { get; }

    /// <summary>Samples of each channel of one sound.</summary>
    internal int Length => values.Length / Count / Channels;

    public string FileExtension => ".wav";

    /// <summary>One sound, channel by channel.</summary>
    internal ReadOnlySpan<float> this[int number] => values.AsSpan(number * Channels * Length, Channels * Length);

    public void Save(string path)
    {
        int pause = (int)(Pause * Rate);
        using FileStream file = File.Create(path);
        using BinaryWriter writer = new(file);
        int bytes = ((Count * Length) + ((Count - 1) * pause)) * Channels * sizeof(short);
        writer.Write("RIFF"u8);
        writer.Write(36 + bytes);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)Channels);
        writer.Write(Rate);
        writer.Write(Rate * Channels * sizeof(short));
        writer.Write((short)(Channels * sizeof(short)));
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(bytes);
        for (int number = 0; number < Count; number++)
        {
            ReadOnlySpan<float> sound = this[number];
            for (int i = 0; i < Length; i++)
            {
                for (int channel = 0; channel < Channels; channel++)
                    writer.Write((short)Math.Clamp(Math.Round(sound[(channel * Length) + i] * 32768), short.MinValue, short.MaxValue));
            }

            if (number < Count - 1) writer.Write(new byte[pause * Channels * sizeof(short)]);
        }
    }

    /// <summary>Takes what a model made.</summary>
    /// <param name="sounds">[B, channels, length], float32 in [−1, 1]; it stays the caller's.</param>
    /// <param name="rate">Samples a second, in Hz.</param>
    internal static SoundSamples Of(Tensor sounds, int rate)
    {
        using DisposeScope scope = NewDisposeScope();
        return new SoundSamples(
            sounds.cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray(), (int)sounds.shape[0], (int)sounds.shape[1], rate);
    }
}
