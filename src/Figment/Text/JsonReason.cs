using System.Text.Json;

namespace Figment;

/// <summary>
/// Explains why a text is not JSON. The parser's own message repeats the unexpected text, which may be the rest of the file.
/// </summary>
internal static class JsonReason
{
    private const int Most = 200;

    /// <summary>The reason on one line without a full stop, with the position in the text if it is known.</summary>
    /// <param name="e">The exception of the parser, or of code that read its output.</param>
    /// <param name="hasLines">Whether the text has lines that a reader could find.</param>
    internal static string Of(Exception e, bool hasLines = true)
    {
        string reason = PrintableText.Of(e.Message.Split([" Path: ", " LineNumber: "], StringSplitOptions.None)[0]).TrimEnd('.');
        if (reason.Length > Most)
            reason = $"{reason[..Most]}…";
        if (e is JsonException { Path.Length: > 1 and <= Most } placed)
            reason = $"{reason}, at {PrintableText.Of(placed.Path)}";
        return hasLines && e is JsonException { LineNumber: long line } ? $"{reason}, line {line + 1}" : reason;
    }
}
