namespace Figment.Data.Texts;

/// <summary>How a text begins.</summary>
/// <param name="Number">Which text it is, from 1 on; those that are held out come after those to learn from.</param>
/// <param name="Characters">How long it is.</param>
/// <param name="Beginning">Its first characters, in one line.</param>
internal sealed record TextExcerpt(int Number, long Characters, string Beginning)
{
    private const int Most = 60,
        MostBytes = 4 * Most;

    /// <summary>The beginning of some text in one line.</summary>
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
