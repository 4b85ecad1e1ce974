using System.Text;
using System.Text.Unicode;

namespace Figment.Data.Texts;

/// <summary>
/// Reads a stream as UTF-8, block by block. UTF-16 and UTF-32 with a byte order mark (BOM) are converted, the mark of UTF-8 is
/// removed, and anything else is refused.
/// </summary>
/// <param name="stream">The stream, at its beginning; it need not be seekable.</param>
internal sealed class Utf8Blocks(Stream stream)
{
    private const int BlockLength = 1 << 16,
        MostOfGuess = 1 << 16,
        LongestCharacter = 4;

    private readonly byte[] source = new byte[BlockLength];
    private byte[] begun = []; // the first bytes of an incomplete character
    private long offset; // the position of the next byte in the file
    private long lines,
        multiple;
    private bool hasBegun,
        hasEnded;
    private Decoder? decoder;
    private char[] characters = [];
    private byte[] converted = [];

    /// <summary>The encoding of the file if it is not UTF-8.</summary>
    internal string? Encoding { get; private set; }

    /// <summary>The number of bytes read.</summary>
    internal long Length { get; private set; }

    /// <summary>Returns the next block of whole characters; empty at the end. It is valid until the next call.</summary>
    /// <exception cref="FileFormatException">The file is not text; the message gives only the reason.</exception>
    internal ReadOnlySpan<byte> Next()
    {
        while (!hasEnded)
        {
            begun.CopyTo(source, 0);
            int read = stream.ReadAtLeast(source.AsSpan(begun.Length), source.Length - begun.Length, throwOnEndOfStream: false);
            int length = begun.Length + read;
            hasEnded = length < source.Length;
            Length += read;
            ReadOnlySpan<byte> block = source.AsSpan(0, length);
            int mark = 0;
            if (!hasBegun)
            {
                hasBegun = true;
                mark = Begin(block);
            }

            ReadOnlySpan<byte> text = decoder is null ? Checked(block[mark..], mark) : Converted(block[mark..]);
            if (!text.IsEmpty)
                return text;
        }

        return [];
    }

    /// <summary>Detects the encoding of the file.</summary>
    /// <returns>The length of the byte order mark.</returns>
    private int Begin(ReadOnlySpan<byte> start)
    {
        NoText.Check(start);
        (Encoding? encoding, string? name, int mark) = start switch
        {
            [0xff, 0xfe, 0, 0, ..] => ((Encoding)new UTF32Encoding(false, false, true), "UTF-32", 4),
            [0, 0, 0xfe, 0xff, ..] => (new UTF32Encoding(true, false, true), "UTF-32", 4),
            [0xff, 0xfe, ..] => (new UnicodeEncoding(false, false, true), "UTF-16", 2),
            [0xfe, 0xff, ..] => (new UnicodeEncoding(true, false, true), "UTF-16", 2),
            [0xef, 0xbb, 0xbf, ..] => (null, null, 3),
            _ => (null, null, 0),
        };
        (Encoding, decoder) = (name, encoding?.GetDecoder());
        if (encoding is not null)
        {
            characters = new char[encoding.GetMaxCharCount(BlockLength)];
            converted = new byte[3 * characters.Length];
        }

        return mark;
    }

    private ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> block, int mark)
    {
        int whole = hasEnded ? block.Length : block.Length - Begun(block);
        ReadOnlySpan<byte> text = block[..whole];
        if (text.IndexOf((byte)0) is >= 0 and int zero)
            throw NoText.Zero(block[(zero & ~1)..], offset + mark + zero);
        if (!Utf8.IsValid(text))
        {
            int bad = Invalid(text);
            throw EncodingFault.Of(
                offset + mark + bad,
                lines + text[..bad].Count((byte)'\n') + 1,
                Rest(block[bad..]),
                multiple + Multiple(text[..bad])
            );
        }

        lines += text.Count((byte)'\n');
        multiple += multiple < BlockLength ? Multiple(text) : 0;
        offset += mark + whole;
        begun = block[whole..].ToArray();
        return text;
    }

    private ReadOnlySpan<byte> Converted(ReadOnlySpan<byte> block)
    {
        try
        {
            int count = decoder!.GetChars(block, characters, flush: hasEnded);
            int length = System.Text.Encoding.UTF8.GetBytes(characters.AsSpan(0, count), converted);
            ReadOnlySpan<byte> text = converted.AsSpan(0, length);
            if (text.Contains((byte)0))
                throw new FileFormatException(
                    $"it begins with the byte order mark of {Encoding}, but contains null characters, so it is not text. Remove "
                        + $"it"
                );
            offset += block.Length;
            return text;
        }
        catch (Exception e) when (e is DecoderFallbackException or ArgumentException)
        {
            throw new FileFormatException(
                $"it begins with the byte order mark of {Encoding}, but the text after byte {offset:N0} is in another encoding. "
                    + $"Save it as UTF-8"
            );
        }
    }

    /// <summary>Returns the next bytes, enough to guess the encoding.</summary>
    private ReadOnlySpan<byte> Rest(ReadOnlySpan<byte> here)
    {
        byte[] more = new byte[MostOfGuess];
        here = here[..Math.Min(here.Length, more.Length)];
        here.CopyTo(more);
        int length = here.Length;
        if (!hasEnded)
            length += stream.ReadAtLeast(more.AsSpan(length), more.Length - length, throwOnEndOfStream: false);
        return more.AsSpan(0, length);
    }

    private static int Multiple(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte value in text)
            count += value >> 7;
        return count;
    }

    /// <summary>The number of bytes at the end that begin an incomplete character.</summary>
    private static int Begun(ReadOnlySpan<byte> block)
    {
        for (int back = 1; back < LongestCharacter && back <= block.Length; back++)
        {
            byte value = block[^back];
            if ((value & 0xC0) == 0x80)
                continue;
            int length =
                value >= 0xF0 ? 4
                : value >= 0xE0 ? 3
                : value >= 0xC0 ? 2
                : 1;
            return length > back ? back : 0;
        }

        return 0;
    }

    private static int Invalid(ReadOnlySpan<byte> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            if (Rune.DecodeFromUtf8(text[at..], out _, out int length) != System.Buffers.OperationStatus.Done)
                return at;
            at += length;
        }

        return at;
    }
}
