using System.Text.RegularExpressions;

namespace Figment.Studio.Learn;

/// <summary>The marks of technical words in a text: <c>[[id]]</c>, or <c>[[id|other words]]</c>.</summary>
internal static partial class TermMarks
{
    /// <summary>Splits the text into pieces, each with the marked word that follows it, if any.</summary>
    internal static IEnumerable<(string Before, GlossaryEntry? Entry, string? Shown)> Split(string text)
    {
        int at = 0;
        foreach (Match match in Mark().Matches(text))
        {
            yield return (
                text[at..match.Index],
                Glossary.Find(match.Groups[1].Value),
                match.Groups[2].Success ? match.Groups[2].Value : null
            );
            at = match.Index + match.Length;
        }

        yield return (text[at..], null, null);
    }

    /// <summary>The text without marks, for places where explanations cannot be opened.</summary>
    internal static string Plain(string text, Language language) =>
        string.Concat(Split(text).Select(piece => piece.Before + (piece.Shown ?? piece.Entry?.Name.In(language))));

    /// <summary>The ids in a text.</summary>
    internal static IEnumerable<string> Ids(string text) => Mark().Matches(text).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"\[\[([a-z0-9-]+)(?:\|([^\]]+))?\]\]")]
    private static partial Regex Mark();
}
