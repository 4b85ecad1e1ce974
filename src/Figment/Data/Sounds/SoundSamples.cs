using Figment.Audio;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Generated sounds, saved one after the other in one file, with short pauses.</summary>
/// <param name="values">The samples in the order sound, channel, sample, from about −1 to 1.</param>
/// <param name="count">The number of sounds.</param>
/// <param name="shape">The shape of every sound.</param>
internal sealed class SoundSamples(float[] values, int count, SoundShape shape) : ISamples
{
    private readonly float[] values = values;
    private Picture? picture;

    /// <summary>The number of sounds.</summary>
    internal int Count => count;

    /// <summary>The shape of every sound.</summary>
    internal SoundShape Shape => shape;

    public string FileExtension => ".wav";

    /// <summary>The waveforms and spectrograms of the sounds.</summary>
    public ISamples AsPicture => new Drawn(this);

    /// <summary>One sound, channel by channel.</summary>
    internal ReadOnlySpan<float> this[int number] => values.AsSpan(number * shape.Size, shape.Size);

    /// <summary>Returns one of the sounds alone.</summary>
    internal SoundSamples Only(int number) => new(this[number].ToArray(), 1, shape);

    public void Save(string path)
    {
        using FileStream file = File.Create(path);
        Save(file);
    }

    /// <summary>Writes a 16-bit WAV file.</summary>
    /// <returns>The number of samples in each channel of the file.</returns>
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

    /// <summary>Takes the output of a model.</summary>
    /// <param name="sounds">The sounds, [B, channels, length], float32 in [−1, 1]; the caller keeps the tensor.</param>
    /// <param name="shape">The shape of every sound.</param>
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
