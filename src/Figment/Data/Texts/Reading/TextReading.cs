namespace Figment.Data.Texts;

/// <summary>Reads text files one after the other, in blocks.</summary>
/// <param name="sink">Receives the texts.</param>
/// <param name="facts">Receives notes for the user.</param>
internal sealed class TextReading(ITextSink sink, TextFacts facts)
{
    /// <summary>The size in bytes to which any compressed file may unpack, however small it is.</summary>
    internal const long MostOfSmall = 64L << 20;

    /// <summary>
    /// The maximum compression ratio. Text compresses to a third or a fifth of its size; a much larger ratio is a sign of a
    /// decompression bomb.
    /// </summary>
    internal const int MostGrowth = 100;

    /// <summary>Receives the number of bytes read.</summary>
    internal Action<long>? Progress { get; init; }

    /// <summary>Reads one file.</summary>
    /// <param name="stream">The content, which need not be seekable.</param>
    /// <param name="format">The format of the file.</param>
    /// <param name="file">The name of the file in notes.</param>
    /// <param name="most">The maximum size of the unpacked texts in bytes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The number of unpacked bytes.</returns>
    /// <exception cref="FileFormatException">The file is not text; the message gives only the reason.</exception>
    internal long Read(Stream stream, TextFormat format, string file, long most, CancellationToken cancellationToken)
    {
        if (!format.IsGzip)
            return ReadPlain(stream, format, file, most, cancellationToken);
        try
        {
            using WholeGzip unpacked = new(stream);
            return ReadPlain(unpacked, format, file, most, cancellationToken);
        }
        catch (InvalidDataException e)
        {
            throw new FileFormatException("it is not a gzip file, or it is damaged or cut short. Compress it again", e);
        }
    }

    /// <summary>The maximum unpacked size of a compressed file in bytes.</summary>
    /// <param name="length">The compressed length in bytes.</param>
    internal static long MostOf(long length) => Math.Max(MostOfSmall, MostGrowth * length);

    private long ReadPlain(Stream stream, TextFormat format, string file, long most, CancellationToken cancellationToken)
    {
        Utf8Blocks blocks = new(stream);
        LineEnds texts = new(sink);
        JsonLines? lines = !format.IsLines
            ? null
            : new JsonLines(
                (text, line) =>
                {
                    texts.Append(text);
                    End($"{file}, line {line}");
                }
            );
        for (ReadOnlySpan<byte> block; !(block = blocks.Next()).IsEmpty; )
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (blocks.Length > most)
                throw new FileFormatException(
                    $"it unpacks to more than {most >> 20} MB, more than {MostGrowth} times its compressed size. No real text "
                        + $"can be compressed that much. If the file is genuine, unpack it first"
                );
            if (lines is null)
                texts.Append(block);
            else
                lines.Append(block);
            Progress?.Invoke(blocks.Length);
        }

        if (lines is null)
            End(file);
        else
            lines.End();
        if (blocks.Encoding is string encoding)
            facts.AddEncoding(encoding, file);
        if (texts.Count > 0)
            facts.AddWindows(file);
        return blocks.Length;

        void End(string place)
        {
            if (texts.IsEmpty)
                facts.AddEmpty(place);
            texts.EndText();
        }
    }
}
