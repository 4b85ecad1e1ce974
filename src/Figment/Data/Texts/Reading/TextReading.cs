namespace Figment.Data.Texts;

/// <summary>Reads files of texts, one after the other, in pieces.</summary>
/// <param name="sink">Takes the texts.</param>
/// <param name="facts">Takes what a user should know.</param>
internal sealed class TextReading(ITextSink sink, TextFacts facts)
{
    /// <summary>What a packed file may unpack to, whatever its length.</summary>
    internal const long MostOfSmall = 64L << 20;

    /// <summary>Text compresses to a third or a fifth; what grows by more than this is made to fill a disk.</summary>
    internal const int MostGrowth = 100;

    /// <summary>Hears of the bytes that were read.</summary>
    internal Action<long>? Progress { get; init; }

    /// <summary>Reads one file.</summary>
    /// <param name="stream">Its content; need not be seekable.</param>
    /// <param name="format">How it holds texts.</param>
    /// <param name="file">What to call it in notes.</param>
    /// <param name="most">Bytes that its texts may have, unpacked.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How many bytes that were, unpacked.</returns>
    /// <exception cref="FileFormatException">It is no text; the message is the reason alone.</exception>
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

    /// <summary>Bytes that what is packed may have.</summary>
    /// <param name="length">Its length, packed.</param>
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
                    $"it unpacks to more than {most >> 20} MB, which is more than {MostGrowth} times its length. No text "
                        + $"does that. Unpack it first if it is right"
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
