namespace Figment.Audio;

/// <summary>A kind of file that people have among their sounds.</summary>
/// <param name="Name">What it is called, for instance <c>FLAC</c>.</param>
/// <param name="Decode">What decodes it; null where it is not read.</param>
/// <param name="Remedy">What to do about a file that is not read; empty where there is nothing.</param>
internal sealed record SoundFormat(string Name, Action<ByteSource, SoundBuffer>? Decode, string Remedy = "")
{
    /// <summary>So many of a file's first bytes are enough to tell.</summary>
    internal const int BytesToTell = 8192; // two frames of MPEG

    /// <summary>The formats that are read, for a sentence.</summary>
    internal const string Readable = "WAV, FLAC, Ogg, MP3, AIFF or AU";

    /// <summary>What to do about most that is not read.</summary>
    internal const string Conversion = "Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav";

    /// <summary>The same where a WAV is no help by itself.</summary>
    internal const string PlainConversion = "Convert it to plain WAV or FLAC, for instance with ffmpeg -i FILE out.wav";

    /// <summary>Why a file of it is not read and what to do, as the end of a sentence.</summary>
    internal string Reason => $"it is {Name}, which is not read{(Remedy.Length == 0 ? "" : $". {Remedy}")}";

    /// <summary>The error of what is not read, though its format is.</summary>
    internal static FileFormatException Unread(string what, string remedy = Conversion) =>
        new($"{what}, which is not read. {remedy}");

    /// <summary>What a file is by its content, whatever its name; null where nothing is known of it.</summary>
    /// <param name="start">The first bytes after tags, <see cref="BytesToTell"/> of them or all there are.</param>
    internal static SoundFormat? Of(ReadOnlySpan<byte> start) => SoundSignatures.Of(start);
}
