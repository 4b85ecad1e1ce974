namespace Figment.Studio.Words;

/// <summary>An error that a visitor can fix, in the studio's own words.</summary>
/// <param name="words">What happened, why, and what to do.</param>
/// <param name="inner">The underlying error.</param>
internal sealed class StudioException(Text words, Exception? inner = null) : FigmentException(words.English, inner)
{
    internal Text Words { get; } = words;

    /// <inheritdoc/>
    internal override string Say(Func<OptionName, string> name, Language language = Language.English) => Words.In(language);
}
