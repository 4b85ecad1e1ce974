using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>The format of samples in a WAV.</summary>
internal enum WavSamples
{
    /// <summary>16-bit integers, which every program reads: rounded and clipped at full scale.</summary>
    Int16,

    /// <summary>32-bit floats, exactly as they are.</summary>
    Float32,
}

/// <summary>
/// Writes a sound as WAV with exact lengths, all at once or piece by piece, so that memory need not hold all of it.
/// </summary>
internal sealed class WavWriter
{
    private const int Pcm = 1,
        Floats = 3,
        Extensible = 0xfffe,
        Block = 1 << 14;

    /// <summary>The speaker positions by the number of channels, as bits (dwChannelMask of WAVEFORMATEXTENSIBLE).</summary>
    private static readonly uint[] Speakers = [0, 4, 3, 7, 0x33, 0x37, 0x3f, 0x70f, 0x63f];

    private readonly Stream stream;
    private readonly int channels,
        rate;
    private readonly WavSamples samples;
    private long remaining;

    /// <summary>Writes the header.</summary>
    /// <param name="stream">A stream, written from its position. It need not be seekable, and stays open.</param>
    /// <param name="channels">The number of channels, 1 or more.</param>
    /// <param name="rate">The sample rate in Hz.</param>
    /// <param name="length">The number of samples in each channel, 0 or more.</param>
    /// <param name="samples">The format of the samples.</param>
    /// <exception cref="FigmentException">The sound is too long for a WAV (4 GB).</exception>
    internal WavWriter(Stream stream, int channels, int rate, long length, WavSamples samples = WavSamples.Int16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, SoundBuffer.MostChannels);
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        (this.stream, this.channels, this.rate, this.samples, remaining) = (stream, channels, rate, samples, length);
        WriteHeader(stream, channels, rate, length, samples);
    }

    /// <summary>The number of samples outside [−1, 1], which were clipped; 0 if they are written as floats.</summary>
    internal long Clipped { get; private set; }

    /// <summary>Writes a sound.</summary>
    /// <param name="stream">The stream, as for the constructor.</param>
    /// <param name="sound">The sound.</param>
    /// <param name="samples">The format of the samples.</param>
    /// <returns>The value of <see cref="Clipped"/>.</returns>
    /// <exception cref="FigmentException">The sound is too long for a WAV (4 GB).</exception>
    internal static long Write(Stream stream, Sound sound, WavSamples samples = WavSamples.Int16)
    {
        WavWriter file = new(stream, sound.Channels.Length, sound.Rate, sound.Length, samples);
        file.Append(sound);
        file.Complete();
        return file.Clipped;
    }

    /// <summary>Writes the next part.</summary>
    /// <param name="part">A part with the announced rate and number of channels.</param>
    /// <exception cref="ArgumentException">
    /// The part has another rate or number of channels, or some samples are not numbers.
    /// </exception>
    /// <exception cref="InvalidOperationException">There are more samples than announced.</exception>
    internal void Append(Sound part)
    {
        if (part.Channels.Length != channels || part.Rate != rate)
            throw new ArgumentException("The part has a different sample rate or number of channels.", nameof(part));
        if (part.Length > remaining)
            throw new InvalidOperationException("The sound is longer than declared.");
        remaining -= part.Length;
        int step = Math.Max(1, Block / channels);
        float[] interleaved = new float[Math.Min(step, part.Length) * channels];
        for (int at = 0; at < part.Length; at += step)
        {
            int count = Math.Min(step, part.Length - at);
            for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < count; i++)
                interleaved[(i * channels) + channel] = part.Channels[channel][at + i];
            Clipped += WriteSamples(stream, interleaved.AsSpan(0, count * channels), samples);
        }
    }

    /// <summary>Ends the file and checks that all samples were written.</summary>
    /// <exception cref="InvalidOperationException">There are fewer samples than announced.</exception>
    internal void Complete()
    {
        if (remaining > 0)
            throw new InvalidOperationException($"{remaining} samples of the sound are missing.");
    }

    /// <summary>Rounds a sample to 16 bits: the nearest of 65,536 levels, where 32,768 is full scale.</summary>
    internal static short ToInt16(float value) => (short)Math.Clamp(Math.Round(value * 32768.0), short.MinValue, short.MaxValue);

    private static void WriteHeader(Stream stream, int channels, int rate, long length, WavSamples samples)
    {
        bool isFloat = samples == WavSamples.Float32,
            isExtensible = channels > 2;
        int bytes = isFloat ? 4 : 2,
            format = isExtensible ? 40
            : isFloat ? 18
            : 16,
            fact = isFloat || isExtensible ? 12 : 0;
        int frame = channels * bytes,
            before = 4 + 8 + format + fact + 8;
        if (length > (uint.MaxValue - before) / frame)
        {
            throw new FigmentException(
                $"A WAV file can hold at most 4 GB, but this sound needs {(double)length * frame / 1e9:F1} GB. Write it in parts."
            );
        }

        long data = length * frame;
        byte[] header = new byte[8 + before];
        int at = 0;
        Name("RIFF"u8);
        Number(before + data, 4);
        Name("WAVE"u8);
        Name("fmt "u8);
        Number(format, 4);
        Number(
            isExtensible ? Extensible
                : isFloat ? Floats
                : Pcm,
            2
        );
        Number(channels, 2);
        Number(rate, 4);
        Number((long)rate * frame, 4);
        Number(frame, 2);
        Number(8 * bytes, 2);
        if (isExtensible)
        {
            Number(22, 2);
            Number(8 * bytes, 2);
            Number(channels < Speakers.Length ? Speakers[channels] : 0, 4);
            Number(isFloat ? Floats : Pcm, 2);
            Name([0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71]); // the rest of KSDATAFORMAT_SUBTYPE
        }
        else if (isFloat)
            Number(0, 2);

        if (fact > 0)
        {
            Name("fact"u8);
            Number(4, 4);
            Number(length, 4);
        }

        Name("data"u8);
        Number(data, 4);
        stream.Write(header);

        void Name(ReadOnlySpan<byte> name)
        {
            name.CopyTo(header.AsSpan(at));
            at += name.Length;
        }

        void Number(long value, int size)
        {
            for (int i = 0; i < size; i++)
                header[at++] = (byte)(value >> (8 * i));
        }
    }

    private static long WriteSamples(Stream stream, ReadOnlySpan<float> values, WavSamples samples)
    {
        long clipped = 0;
        byte[] bytes = new byte[values.Length * (samples == WavSamples.Float32 ? 4 : 2)];
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            if (!float.IsFinite(value))
                throw new ArgumentException("Some samples are not numbers.", nameof(values));
            if (samples == WavSamples.Float32)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), value);
                continue;
            }

            if (value is < -1 or > 1)
                clipped++;
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), ToInt16(value));
        }

        stream.Write(bytes);
        return clipped;
    }
}
