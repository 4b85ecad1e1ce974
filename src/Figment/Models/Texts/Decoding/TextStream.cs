using System.Text;

namespace Figment.Models.Texts;

/// <summary>
/// Turns tokens into text as they come: a character is told once all its bytes are there, and what may be the beginning of a text
/// to stop at once it is known not to be.
/// </summary>
/// <param name="stops">Where one of these stands, the text ends before it.</param>
internal sealed class TextStream(IReadOnlyList<string> stops)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder held = new();

    /// <summary>Whether a text to stop at was met.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Takes the bytes of a token.</summary>
    /// <returns>The text that can be told now; often empty.</returns>
    internal string Add(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length + 4];
        held.Append(characters[..decoder.GetChars(bytes, characters, flush: false)]);
        return Take(isLast: false);
    }

    /// <summary>What was held back, when nothing more comes.</summary>
    /// <param name="isCut">
    /// Whether the text was to go on: then a character that is not whole is left out. Where the model itself ended, its bytes are
    /// U+FFFD.
    /// </param>
    internal string End(bool isCut)
    {
        if (IsStopped)
            return "";
        if (isCut)
            decoder.Reset();
        Span<char> characters = stackalloc char[4];
        held.Append(characters[..decoder.GetChars([], characters, flush: true)]);
        return Take(isLast: true);
    }

    private string Take(bool isLast)
    {
        string text = held.ToString();
        int[] found = [.. stops.Select(stop => text.IndexOf(stop, StringComparison.Ordinal)).Where(at => at >= 0)];
        IsStopped = found.Length > 0;
        int length =
            IsStopped ? found.Min()
            : isLast ? text.Length
            : text.Length - stops.Select(stop => Begun(text, stop)).DefaultIfEmpty().Max();
        held.Clear().Append(text.AsSpan(length));
        return text[..length];
    }

    /// <summary>How many characters at the end of a text are the beginning of another.</summary>
    private static int Begun(string text, string stop)
    {
        for (int length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        return 0;
    }
}
