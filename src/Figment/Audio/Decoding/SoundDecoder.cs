namespace Figment.Audio;

/// <summary>
/// Decodes sounds from untrusted files. The content alone selects the decoder, and memory grows with the decoded samples, never
/// with what a header declares.
/// </summary>
/// <remarks>
/// A recording that is cut short is decoded up to its end, and this is reported (<see cref="SoundFacts.IsCutShort"/>). A damaged
/// recording is refused, since the extent of the damage is unknown: a wrong checksum, a missing part in the middle, or data that
/// no encoder writes. This holds for every format, as far as damage can be detected; the samples of a WAV, for instance, have no
/// checksum.
/// </remarks>
internal static class SoundDecoder
{
    /// <summary>The extensions of the supported files.</summary>
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
        // The length is also 0 for a pipe, which would block, and for a device, which may never end.
        if (new FileInfo(path).Length == 0)
            throw Empty();
        using FileStream stream = File.OpenRead(path);
        return Decode(stream, mostSeconds);
    }

    /// <summary>
    /// Decodes WAV (also RF64; integers of 8 to 32 bits, floats, A-law, µ-law, MP3), FLAC, Ogg (Vorbis, Opus, FLAC), MP3, AIFF or
    /// AU. The encoder delay at the beginning of MP3 and Opus is removed if the file declares it. Channels are in the order of
    /// WAV: left, right, centre, low frequencies, rear left and rear right.
    /// </summary>
    /// <param name="stream">
    /// A stream, read forward from its position and no further than needed. It need not be seekable, and stays open.
    /// </param>
    /// <param name="mostSeconds">
    /// The greatest length in seconds. Samples beyond it, or beyond <see cref="SoundBuffer.MostValues"/>, are not decoded.
    /// </param>
    /// <exception cref="FileFormatException">
    /// The content is not such a sound, is damaged, has an unsupported codec, or has no samples; the message contains only the
    /// reason.
    /// </exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
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
            throw new FileFormatException(format.Why);
        format.Decode(source, buffer);
        return buffer.Finish(format.Name);
    }

    private static FileFormatException Empty() => new("it is empty");
}
