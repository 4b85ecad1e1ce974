using System.Text;

namespace Figment.Models.Texts;

/// <summary>
/// Turns tokens into text as they arrive. A character is passed on when all its bytes are there, and a possible beginning of a
/// stop text when it turns out not to be one.
/// </summary>
/// <param name="stops">The text ends before the first occurrence of any of these strings.</param>
internal sealed class TextStream(IReadOnlyList<string> stops)
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder held = new();

    /// <summary>Whether a stop text was found.</summary>
    internal bool IsStopped { get; private set; }

    /// <summary>Adds the bytes of a token.</summary>
    /// <returns>The text that can be passed on now; often empty.</returns>
    internal string Add(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[bytes.Length + 4];
        held.Append(characters[..decoder.GetChars(bytes, characters, flush: false)]);
        return Take(isLast: false);
    }

    /// <summary>Returns the text that was held back, once no more tokens come.</summary>
    /// <param name="isCut">
    /// Whether the text was cut off: then an incomplete character is left out. If the model itself ended the text, the bytes of
    /// such a character become U+FFFD.
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

    /// <summary>Returns how many characters at the end of a text are the beginning of another text.</summary>
    private static int Begun(string text, string stop)
    {
        for (int length = Math.Min(stop.Length - 1, text.Length); length > 0; length--)
            if (text.AsSpan(text.Length - length).SequenceEqual(stop.AsSpan(0, length)))
                return length;
        return 0;
    }
}
