namespace Figment.Audio;

/// <summary>The tags before and after the sound in files of any format: names and pictures (ID3, APE).</summary>
internal static class Id3Tags
{
    private const int Header = 10;

    /// <summary>Skips all tags at the position of the source.</summary>
    internal static void Skip(ByteSource source)
    {
        while (
            source.Peek(Header)
                is [(byte)'I', (byte)'D', (byte)'3', < 0xff, < 0xff, byte flags, < 0x80, < 0x80, < 0x80, < 0x80] tag
        )
        {
            int length = (tag[6] << 21) | (tag[7] << 14) | (tag[8] << 7) | tag[9]; // ID3v2.4, 6.2: seven bits in each byte
            source.Skip(length + Header + ((flags & 0x10) != 0 ? Header : 0));
        }
    }

    /// <summary>Whether tags that stand at the end of a file come next.</summary>
    internal static bool AreNext(ByteSource source)
    {
        ReadOnlySpan<byte> next = source.Peek(8);
        return next.StartsWith("TAG"u8)
            || next.StartsWith("ID3"u8)
            || next.StartsWith("APETAGEX"u8)
            || next.StartsWith("LYRICSBE"u8);
    }
}
