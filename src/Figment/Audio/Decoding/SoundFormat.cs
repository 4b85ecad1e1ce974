namespace Figment.Audio;

/// <summary>A kind of file that people keep among their sounds.</summary>
/// <param name="Name">The name of the format, for instance <c>FLAC</c>.</param>
/// <param name="Decode">The decoder; null if the format is not supported.</param>
/// <param name="Remedy">Advice for a file in an unsupported format; empty if there is none.</param>
internal sealed record SoundFormat(string Name, Action<ByteSource, SoundBuffer>? Decode, string Remedy = "")
{
    /// <summary>The number of leading bytes that suffice to recognise a format.</summary>
    internal const int BytesToTell = 8192; // two frames of MPEG

    /// <summary>The supported formats, for use in messages.</summary>
    internal const string Readable = "WAV, FLAC, Ogg, MP3, AIFF or AU";

    /// <summary>The advice for most unsupported formats.</summary>
    internal const string Conversion = "Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav";

    /// <summary>The advice for files that are already WAV but use an unsupported codec.</summary>
    internal const string PlainConversion = "Convert it to plain WAV or FLAC, for instance with ffmpeg -i FILE out.wav";

    /// <summary>Why a file in this format cannot be read and what to do, as the end of a sentence.</summary>
    internal OptionSentence Why =>
        Remedy.Length == 0
            ? OptionSentence.Of($"it is {Name}, which is not read")
            : OptionSentence.Of($"it is {Name}, which is not read. {OptionSentence.Word(Remedy)}");

    /// <summary>The exception for an unsupported variant of a supported format.</summary>
    internal static FileFormatException Unread(OptionSentence what, OptionSentence? remedy = null) =>
        new($"{what}, which is not read. {remedy ?? Conversion}");

    /// <summary>Recognises the format of a file by its content, whatever its name; null if it is unknown.</summary>
    /// <param name="start">The first bytes after tags: <see cref="BytesToTell"/>, or all there are.</param>
    internal static SoundFormat? Of(ReadOnlySpan<byte> start) => SoundSignatures.Of(start);
}
