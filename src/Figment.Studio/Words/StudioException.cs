namespace Figment.Studio.Words;

/// <summary>What a visitor can mend, in both languages; the library's own errors are in English.</summary>
/// <param name="words">What happened, why, and what to do.</param>
/// <param name="inner">What the system said.</param>
internal sealed class StudioException(Text words, Exception? inner = null) : FigmentException(words.English, inner)
{
    internal Text Words { get; } = words;
}
