namespace Figment.Server;

/// <summary>Sentences in answers. A visitor's text may be long, and so may the names of classes that a sentence lists.</summary>
internal static class AnswerText
{
    private const int MostSentences = 5,
        MostText = 1000;

    /// <summary>The first few distinct sentences, each shortened if it is too long.</summary>
    internal static string[] Some(IEnumerable<string> sentences) =>
        [.. sentences.Distinct().Take(MostSentences).Select(each => Shorten(each, MostText))];

    /// <summary>The same; null, which an answer omits, if there are none.</summary>
    internal static string[]? SomeOrNone(IReadOnlyCollection<string> sentences) => sentences.Count == 0 ? null : Some(sentences);

    /// <summary>The beginning of a text, without splitting a character.</summary>
    internal static string Shorten(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)]}…";
}
