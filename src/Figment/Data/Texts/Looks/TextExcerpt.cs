namespace Figment.Data.Texts;

/// <summary>The beginning of a text.</summary>
/// <param name="Number">The number of the text, counted from 1; held-out texts follow the training texts.</param>
/// <param name="Characters">The length in characters.</param>
/// <param name="Beginning">The first characters, on one line.</param>
internal sealed record TextExcerpt(int Number, long Characters, string Beginning)
{
    private const int Most = 60,
        MostBytes = 4 * Most;

    /// <summary>The beginning of a text on one line.</summary>
    internal static string Of(ReadOnlySpan<byte> text)
    {
        string start = Dialogue.Readable(text[..TextBuilder.CharacterStart(text, Math.Min(MostBytes, text.Length))]);
        string line = string.Join(' ', start.Split((char[])['\n', '\r', '\t', ' '], StringSplitOptions.RemoveEmptyEntries));
        int cut = Math.Min(Most, line.Length);
        if (cut < line.Length && char.IsLowSurrogate(line[cut]))
            cut--;
        return cut < line.Length || start.Length < text.Length && text.Length > MostBytes ? $"{line[..cut]}…" : line;
    }
}
