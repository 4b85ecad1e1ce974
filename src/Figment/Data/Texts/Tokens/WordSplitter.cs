using System.Buffers;
using System.Globalization;
using System.Text;

namespace Figment.Data.Texts;

/// <summary>
/// Splits text into words, which the merges of a tokenizer never cross: runs of letters, digits or punctuation, each with one
/// leading space; English contractions; and remaining white space.
/// </summary>
/// <remarks>
/// This follows GPT-2 (A. Radford et al., "Language Models are Unsupervised Multitask Learners", 2019), whose pattern is
/// <c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c>. It works on bytes, so that invalid UTF-8 is
/// split too: such a byte counts as punctuation.
/// </remarks>
internal static class WordSplitter
{
    private static readonly Class[] OfAscii = [.. Enumerable.Range(0, 128).Select(code => Of(new Rune(code)))];

    private enum Class
    {
        Letter,
        Number,
        Space,
        Mark,
    }

    /// <summary>The number of bytes in the first word.</summary>
    /// <param name="text">The text in UTF-8, not empty.</param>
    internal static int Next(ReadOnlySpan<byte> text)
    {
        if (text[0] == '\'' && Contraction(text) is int length and > 0)
            return length;
        int start = text[0] == ' ' && text.Length > 1 ? 1 : 0;
        Class first = At(text[start..], out int size);
        if (first != Class.Space)
            return RunOf(first, text, start + size);

        // White space: all of it at the end of the text; elsewhere all but the last character, which goes with the next word.
        int last = 0,
            end = 0;
        while (end < text.Length && At(text[end..], out size) == Class.Space)
            (last, end) = (end, end + size);
        return end == text.Length || last == 0 ? end : last;
    }

    private static int RunOf(Class kind, ReadOnlySpan<byte> text, int end)
    {
        while (end < text.Length && At(text[end..], out int size) == kind)
            end += size;
        return end;
    }

    private static int Contraction(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2)
            return 0;
        if (text[1] is (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d')
            return 2;
        return
            text.Length > 2
            && (text[1..3].SequenceEqual("re"u8) || text[1..3].SequenceEqual("ve"u8) || text[1..3].SequenceEqual("ll"u8))
            ? 3
            : 0;
    }

    private static Class At(ReadOnlySpan<byte> text, out int size)
    {
        if (text[0] < 128)
        {
            size = 1;
            return OfAscii[text[0]];
        }

        if (Rune.DecodeFromUtf8(text, out Rune rune, out size) == OperationStatus.Done)
            return Of(rune);
        size = 1;
        return Class.Mark;
    }

    private static Class Of(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune))
            return Class.Space;
        return Rune.GetUnicodeCategory(rune) switch
        {
            <= UnicodeCategory.OtherLetter => Class.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => Class.Number,
            _ => Class.Mark,
        };
    }
}
