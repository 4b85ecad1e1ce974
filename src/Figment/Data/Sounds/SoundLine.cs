using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>
/// Writes sounds as one WAV file of 16 bits, one after the other with short pauses; none of them stays in memory.
/// </summary>
internal sealed class SoundLine
{
    private const double Pause = 0.15; // seconds
    private readonly SoundShape shape;
    private readonly WavWriter file;
    private readonly Sound pause;
    private bool isBegun;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">Where to write; stays open.</param>
    /// <param name="count">How many sounds there will be, at least 1.</param>
    /// <param name="shape">The shape of each.</param>
    /// <exception cref="FigmentException">Together they are too long for a WAV (4 GB).</exception>
    internal SoundLine(Stream stream, int count, SoundShape shape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int between = (int)(Pause * shape.Rate);
        this.shape = shape;
        pause = new Sound([.. Enumerable.Range(0, shape.Channels).Select(_ => new float[between])], shape.Rate);
        Length = (count * ((long)shape.Length + between)) - between;
        file = new WavWriter(stream, shape.Channels, shape.Rate, Length);
    }

    /// <summary>Samples of each channel, pauses counted.</summary>
    internal long Length { get; }

    /// <summary>Writes the next sounds.</summary>
    /// <param name="sounds">In the order sound, channel, sample.</param>
    /// <exception cref="ArgumentException">They are not whole.</exception>
    /// <exception cref="InvalidOperationException">There are more than were announced.</exception>
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

    /// <summary>Says that these were all, and checks that they were.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than were announced.</exception>
    internal void Complete() => file.Complete();
}
