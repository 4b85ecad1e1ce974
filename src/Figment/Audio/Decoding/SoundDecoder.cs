namespace Figment.Audio;

/// <summary>
/// Decodes sounds that nobody vouches for: the format is told by the content and no other decoder is asked, memory grows with
/// what was decoded, and never by what a header promises.
/// </summary>
/// <remarks>
/// A recording that is cut short is sound up to its end, which is given and said (<see cref="SoundFacts.IsCutShort"/>). One that
/// is damaged is refused, since nobody knows how far the damage reaches: a wrong checksum, a part that is missing between others,
/// what no encoder writes. So it is in every format, as far as the format lets it be seen: samples of a WAV have no checksum.
/// </remarks>
internal static class SoundDecoder
{
    /// <summary>The endings of the files that it reads.</summary>
    internal static readonly IReadOnlySet<string> Extensions = new HashSet<string>(StringComparer.OrdinalIgnoreCase)
    {
        ".wav",
        ".wave",
        ".bwf",
        ".rf64",
        ".flac",
        ".ogg",
        ".oga",
        ".opus",
        ".mp3",
        ".mp2",
        ".aif",
        ".aiff",
        ".aifc",
        ".au",
        ".snd",
    };

    /// <summary>Decodes a file.</summary>
    /// <inheritdoc cref="Decode(Stream, double)"/>
    internal static DecodedSound Decode(string path, double mostSeconds)
    {
        // Also a pipe, which would be waited for, and a device, which may never end.
        if (new FileInfo(path).Length == 0)
            throw Empty();
        using FileStream stream = File.OpenRead(path);
        return Decode(stream, mostSeconds);
    }

    /// <summary>
    /// Decodes WAV (also RF64; integers of 8 to 32 bits, floats, A-law, µ-law, MP3), FLAC, Ogg (Vorbis, Opus, FLAC), MP3, AIFF or
    /// AU. The encoder's delay, which MP3 and Opus put before a sound, is taken off where the file says it. Channels are in the
    /// order of WAV: left, right, centre, low frequencies, left and right behind.
    /// </summary>
    /// <param name="stream">Read from where it is, forward, and no further than needed; it need not seek, and stays open.</param>
    /// <param name="mostSeconds">
    /// What comes later is not decoded, and neither is what is more than <see cref="SoundBuffer.MostValues"/>.
    /// </param>
    /// <exception cref="FileFormatException">
    /// It is no such sound, damaged, in a codec that is not read, or without a sample; the message is the reason alone.
    /// </exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static DecodedSound Decode(Stream stream, double mostSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostSeconds);
        ByteSource source = new(stream);
        if (!source.Has(1))
            throw Empty();
        Id3Tags.Skip(source);
        SoundBuffer buffer = new(mostSeconds);
        SoundFormat format =
            SoundFormat.Of(source.Peek(SoundFormat.BytesToTell))
            ?? throw new FileFormatException(
                source.Has(1)
                    ? $"its content is not a supported sound ({SoundFormat.Readable})"
                    : "it is cut short before its first sample"
            );
        if (format.Decode is null)
            throw new FileFormatException(format.Reason);
        format.Decode(source, buffer);
        return buffer.Finish(format.Name);
    }

    private static FileFormatException Empty() => new("it is empty");
}
