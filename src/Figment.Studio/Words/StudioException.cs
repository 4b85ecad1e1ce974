namespace Figment.Studio.Words;

/// <summary>An error that a visitor can fix, in both languages; the library's own errors are in English.</summary>
/// <param name="words">What happened, why, and what to do.</param>
/// <param name="inner">The underlying error.</param>
internal sealed class StudioException(Text words, Exception? inner = null) : FigmentException(words.English, inner)
{
    internal Text Words { get; } = words;
}
