using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>
/// Writes sounds one after the other into a 16-bit WAV file, with short pauses. The sounds do not stay in memory.
/// </summary>
internal sealed class SoundLine
{
    private const double Pause = 0.15; // seconds
    private readonly SoundShape shape;
    private readonly WavWriter file;
    private readonly Sound pause;
    private bool isBegun;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">The target stream, which stays open.</param>
    /// <param name="count">The total number of sounds, at least 1.</param>
    /// <param name="shape">The shape of every sound.</param>
    /// <exception cref="FigmentException">Together, the sounds are too long for a WAV file (4 GB).</exception>
    internal SoundLine(Stream stream, int count, SoundShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int between = (int)(Pause * shape.Rate);
        this.shape = shape;
        pause = new Sound([.. Enumerable.Range(0, shape.Channels).Select(_ => new float[between])], shape.Rate);
        Length = (count * ((long)shape.Length + between)) - between;
        file = new WavWriter(stream, shape.Channels, shape.Rate, Length);
    }

    /// <summary>The number of samples in each channel, including pauses.</summary>
    internal long Length { get; }

    /// <summary>Writes the next sounds.</summary>
    /// <param name="sounds">The samples in the order sound, channel, sample.</param>
    /// <exception cref="ArgumentException">The last sound is incomplete.</exception>
    /// <exception cref="InvalidOperationException">There are more sounds than announced.</exception>
    internal void Append(ReadOnlySpan<float> sounds)
    {
        if (sounds.Length % shape.Size != 0)
            throw new ArgumentException("The last sound is incomplete.", nameof(sounds));
        for (int at = 0; at < sounds.Length; at += shape.Size)
        {
            if (isBegun)
                file.Append(pause);
            isBegun = true;
            float[][] channels = new float[shape.Channels][];
            for (int channel = 0; channel < channels.Length; channel++)
                channels[channel] = sounds.Slice(at + (channel * shape.Length), shape.Length).ToArray();
            file.Append(new Sound(channels, shape.Rate));
        }
    }

    /// <summary>Ends the file and checks that all sounds were written.</summary>
    /// <exception cref="InvalidOperationException">There are fewer sounds than announced.</exception>
    internal void Complete() => file.Complete();
}
