namespace Figment;

/// <summary>A language in which Figment speaks.</summary>
public enum Language
{
    /// <summary>English.</summary>
    English,

    /// <summary>简体中文.</summary>
    Chinese,
}

/// <summary>
/// The languages, by number. A further one is a member of <see cref="Language"/>, a line here and a table of words; what has no
/// words in it is said in English.
/// </summary>
internal static class Languages
{
    /// <summary>What a language is called.</summary>
    /// <param name="Language">The language.</param>
    /// <param name="Code">Its code: in files, in cookies, on the command line, and the name of its table.</param>
    /// <param name="Tag">Its tag in pages.</param>
    /// <param name="Name">Its name, in itself.</param>
    /// <param name="Others">What else people call it on the command line.</param>
    internal sealed record Facts(Language Language, string Code, string Tag, string Name, params string[] Others);

    internal static IReadOnlyList<Facts> All { get; } =
    [new(Language.English, "en", "en", "English"), new(Language.Chinese, "zh", "zh-Hans", "简体中文", "Chinese", "中文")];

    /// <summary>Each language with each other one: of a page that holds all, what is shown and what is hidden.</summary>
    internal static IEnumerable<(Facts Shown, Facts Hidden)> Pairs =>
        All.SelectMany(shown => All.Where(other => other != shown).Select(other => (shown, other)));

    /// <summary>What a language is called.</summary>
    internal static Facts Of(Language language) => All[(int)language];

    /// <summary>The language of that code or name, whatever its case; null where there is none.</summary>
    internal static Language? Called(string word) =>
        All.FirstOrDefault(facts =>
            ((string[])[facts.Code, facts.Name, .. facts.Others]).Contains(word, StringComparer.OrdinalIgnoreCase)
        )?.Language;

    /// <summary>The language of that code; null where there is none.</summary>
    internal static Language? Find(string? code) => All.FirstOrDefault(facts => facts.Code == code)?.Language;
}
