using Figment.Audio;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Sounds that a model made, as one file: one after the other with short pauses.</summary>
/// <param name="values">In the order sound, channel, sample; about −1 to 1.</param>
/// <param name="count">How many sounds.</param>
/// <param name="shape">The shape of each.</param>
internal sealed class SoundSamples(float[] values, int count, SoundShape shape) : ISamples
{
    private readonly float[] values = values;
    private Picture? picture;

    /// <summary>How many.</summary>
    internal int Count => count;

    /// <summary>The shape of each.</summary>
    internal SoundShape Shape => shape;

    public string FileExtension => ".wav";

    /// <summary>Waveforms and spectrograms.</summary>
    public ISamples AsPicture => new Drawn(this);

    /// <summary>One sound, channel by channel.</summary>
    internal ReadOnlySpan<float> this[int number] => values.AsSpan(number * shape.Size, shape.Size);

    /// <summary>One of them, alone.</summary>
    internal SoundSamples Only(int number) => new(this[number].ToArray(), 1, shape);

    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        Save(file);
    }

    /// <summary>Writes a WAV file of 16 bits.</summary>
    /// <returns>Samples of each channel in it.</returns>
    internal long Save(Stream stream)
    {
        SoundLine line = new(stream, count, shape);
        line.Append(values);
        line.Complete();
        return line.Length;
    }

    public SampleViews ToViews()
    {
        using MemoryStream wav = new();
        long length = Save(wav);
        return new SampleViews
        {
            Pictures = [Drawing.ToView()],
            Sounds =
            [
                new SoundView
                {
                    Wav = wav.ToArray(),
                    Rate = shape.Rate,
                    Channels = shape.Channels,
                    Length = length,
                },
            ],
        };
    }

    /// <summary>Takes what a model made.</summary>
    /// <param name="sounds">[B, channels, length], float32 in [−1, 1]; it stays the caller's.</param>
    /// <param name="shape">The shape of each.</param>
    internal static SoundSamples Of(Tensor sounds, SoundShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        return new SoundSamples(
            sounds.cpu().to(ScalarType.Float32).contiguous().data<float>().ToArray(),
            (int)sounds.shape[0],
            shape
        );
    }

    private Picture Drawing => picture ??= SoundPicture.Of(values, shape);

    private sealed class Drawn(SoundSamples sounds) : ISamples
    {
        public string FileExtension => ".png";

        public void Save(string path) => sounds.Drawing.Save(path);
    }
}
