using System.Text.Json;

namespace Figment;

/// <summary>
/// Why a text is no JSON. The parser's own message repeats what it stumbled over, which may be the rest of the file.
/// </summary>
internal static class JsonReason
{
    private const int Most = 200;

    /// <summary>The reason in one line without a full stop, and where in the text it is, as far as that is known.</summary>
    /// <param name="e">What was thrown, by the parser or by whoever read what it found.</param>
    /// <param name="hasLines">Whether the text has lines that a reader could look for.</param>
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
