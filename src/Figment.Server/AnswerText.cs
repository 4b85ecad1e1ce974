namespace Figment.Server;

/// <summary>
/// Sentences in answers. What a visitor wrote may be long, and so may be the names of classes, which a sentence lists.
/// </summary>
internal static class AnswerText
{
    private const int MostSentences = 5,
        MostText = 1000;

    /// <summary>The first few that differ, none of them too long.</summary>
    internal static string[] Some(IEnumerable<string> sentences) =>
        [.. sentences.Distinct().Take(MostSentences).Select(each => Shorten(each, MostText))];

    /// <summary>The same; null, which an answer omits, where there is none.</summary>
    internal static string[]? SomeOrNone(IReadOnlyCollection<string> sentences) => sentences.Count == 0 ? null : Some(sentences);

    /// <summary>The beginning of a text, no character cut apart.</summary>
    internal static string Shorten(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
}
