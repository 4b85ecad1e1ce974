namespace Figment.Data.Texts;

/// <summary>Recognises files that are not text by their first bytes, so that the error can name their format.</summary>
internal static class NoText
{
    private static readonly (byte[] Start, string What, string Remedy)[] Known =
    [
        ("%PDF-"u8.ToArray(), "PDF", "Extract its text, for instance with: pdftotext"),
        ([0x1f, 0x8b], "gzip", "Rename it to end in .gz, or unpack it"),
        (
            "PK\x03\x04"u8.ToArray(),
            "a ZIP archive (Word, OpenDocument and EPUB files are ZIP archives, too)",
            "Save it as text (.txt), or unpack it"
        ),
        ([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], "a file of Microsoft Office", "Save it as text (.txt)"),
        ("{\\rtf"u8.ToArray(), "rich text (RTF)", "Save it as text (.txt)"),
        ("version https://git-lfs"u8.ToArray(), "a pointer of Git LFS", "Fetch the files with: git lfs pull"),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a picture (PNG)", "Remove it"),
        ([0xff, 0xd8, 0xff], "a picture (JPEG)", "Remove it"),
        ([0x7f, (byte)'E', (byte)'L', (byte)'F'], "a program", "Remove it"),
        ("BZh"u8.ToArray(), "bzip2", "Unpack it"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "xz", "Unpack it"),
        ([0x28, 0xb5, 0x2f, 0xfd], "zstd", "Unpack it"),
        ("PAR1"u8.ToArray(), "Parquet", "Save its column of texts as .jsonl"),
        ("SQLite format 3\0"u8.ToArray(), "a database (SQLite)", "Save its texts as .jsonl"),
    ];

    /// <summary>Throws if a file has a known format other than text.</summary>
    /// <param name="start">The first bytes of the file.</param>
    /// <exception cref="FileFormatException">The file is not text; the message gives only the reason.</exception>
    internal static void Check(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] known, OptionSentence what, OptionSentence remedy) in Known)
            if (start.StartsWith(known))
                throw new FileFormatException($"it is {what}. {remedy}");
    }

    /// <summary>Explains the error of a file with zero bytes, which text never contains.</summary>
    /// <param name="around">Bytes that start at an even position.</param>
    /// <param name="at">The position of the first zero byte in the file.</param>
    internal static FileFormatException Zero(ReadOnlySpan<byte> around, long at)
    {
        int even = 0,
            odd = 0;
        for (int i = 0; i < around.Length; i++)
        {
            if (around[i] != 0)
                continue;
            if (i % 2 == 0)
                even++;
            else
                odd++;
        }

        // UTF-16 text in Latin letters has a zero in nearly every pair of bytes, always on the same side.
        bool isPaired = Math.Max(even, odd) > around.Length / 5 && Math.Min(even, odd) <= Math.Max(even, odd) / 10;
        return new FileFormatException(
            isPaired
                ? OptionSentence.Of(
                    $"it contains null bytes, as UTF-16 does, but has no byte order mark (BOM). Convert it, for instance with: "
                        + $"{EncodingFault.Convert(odd > even ? "UTF-16LE" : "UTF-16BE")}"
                )
                : OptionSentence.Of($"it is not text: byte {at + 1:N0} is zero. Remove the file, or save its content as text")
        );
    }
}
