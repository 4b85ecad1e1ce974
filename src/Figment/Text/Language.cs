namespace Figment;

/// <summary>A language of Figment's user interface.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>Simplified Chinese, 简体中文.</summary>
    Chinese,
}

/// <summary>
/// The languages, by number. A new language needs a member of <see cref="Language"/>, a line here and a table of words; texts
/// that are missing from the table appear in English.
/// </summary>
internal static class Languages
{
    /// <summary>The names of a language.</summary>
    /// <param name="Language">The language.</param>
    /// <param name="Code">Its code: in files, in cookies, on the command line, and as the name of its table.</param>
    /// <param name="Tag">Its language tag in web pages.</param>
    /// <param name="Name">Its name in the language itself.</param>
    /// <param name="Others">Other names for it on the command line.</param>
    internal sealed record Facts(Language Language, string Code, string Tag, string Name, params string[] Others);

    internal static IReadOnlyList<Facts> All { get; } =
    [new(Language.English, "en", "en", "English"), new(Language.Chinese, "zh", "zh-Hans", "简体中文", "Chinese", "中文")];

    /// <summary>
    /// Every ordered pair of different languages: on a page that holds all languages, the one that is shown and one that is
    /// hidden.
    /// </summary>
    internal static IEnumerable<(Facts Shown, Facts Hidden)> Pairs =>
        All.SelectMany(shown => All.Where(other => other != shown).Select(other => (shown, other)));

    /// <summary>Returns the names of a language.</summary>
    internal static Facts Of(Language language) => All[(int)language];

    /// <summary>Finds the language with a code or name, whatever its case; null if there is none.</summary>
    internal static Language? Called(string word) =>
        All.FirstOrDefault(facts =>
            ((string[])[facts.Code, facts.Name, .. facts.Others]).Contains(word, StringComparer.OrdinalIgnoreCase)
        )?.Language;

    /// <summary>Finds the language with a code; null if there is none.</summary>
    internal static Language? Find(string? code) => All.FirstOrDefault(facts => facts.Code == code)?.Language;
}
