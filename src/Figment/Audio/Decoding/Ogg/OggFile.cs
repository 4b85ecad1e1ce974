using System.Text;

namespace Figment.Audio;

/// <summary>Decodes the first sound of an Ogg file: Vorbis, Opus or FLAC.</summary>
internal static class OggFile
{
    private static readonly (byte[] Magic, string Name, Action<OggPackets, SoundBuffer>? Decode)[] Codecs =
    [
        ([.. "\x01vorbis"u8], "Ogg Vorbis", VorbisStream.Decode),
        ([.. "OpusHead"u8], "Ogg Opus", OpusStream.Decode),
        (
            [0x7f, .. "FLAC"u8],
            "Ogg FLAC",
            (packets, buffer) => FlacFile.Decode(new ByteSource(new OggFlacStream(packets)), buffer)
        ),
        ([.. "Speex   "u8], "Speex", null),
        ([.. "PCM     "u8], "OggPCM", null),
        ([0x80, .. "theora"u8], "Theora, a video", null),
        ([.. "CELT    "u8], "CELT", null),
        ([0x80, .. "kate"u8], "Kate, a text", null),
    ];

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        try
        {
            List<byte[]> unknown = [];
            OggPackets packets =
                OggPackets.Find(source, first => CodecOf(first).Decode is not null, unknown) ?? throw None(unknown);
            (_, buffer.Format, Action<OggPackets, SoundBuffer>? decode) = CodecOf(packets.First);
            decode!(packets, buffer);
            buffer.IsCutShort |= packets.IsCutShort;
            buffer.HoldsMore = !buffer.IsFull && packets.IsFollowed();
        }
        catch (OggFault fault)
        {
            throw new FileFormatException($"it is damaged at {buffer.Place}: {fault.Message}", fault);
        }
    }

    /// <summary>Runs a library's decoder; any exception from it is taken to mean that the data is damaged.</summary>
    internal static T Try<T>(Func<T> decode)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is EndOfStreamException || !(e is FigmentException or OggFault || Storage.IsFailure(e)))
        {
            throw new OggFault($"the decoder could not go on ({ShownText.Of(e.Message.TrimEnd('.'))})");
        }
    }

    private static (byte[] Magic, string? Name, Action<OggPackets, SoundBuffer>? Decode) CodecOf(ReadOnlySpan<byte> first)
    {
        foreach ((byte[] magic, string name, Action<OggPackets, SoundBuffer>? decode) in Codecs)
            if (first.StartsWith(magic))
                return (magic, name, decode);
        return ([], null, null);
    }

    private static FileFormatException None(List<byte[]> unknown)
    {
        if (unknown.Count == 0)
            return new FileFormatException("it is cut short before its first sample");
        string names = string.Join(", ", unknown.Select(first => CodecOf(first).Name ?? $"an unknown codec ('{Begin(first)}')"));
        return new FileFormatException(
            $"it is an Ogg file with {names}; only Vorbis, Opus and FLAC are supported. {SoundFormat.Conversion}"
        );

        static string Begin(byte[] packet) =>
            ShownText.Of(Encoding.Latin1.GetString(packet.AsSpan(0, Math.Min(8, packet.Length))));
    }
}
