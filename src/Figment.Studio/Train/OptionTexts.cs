namespace Figment.Studio.Train;

/// <summary>What an option is called and what it does.</summary>
internal sealed record OptionText(Text Label, Text Help);

/// <summary>
/// The words of the form that stand for the names of options, recipes and values; they stand in the table of words.
/// </summary>
internal static class OptionTexts
{
    /// <summary>By the option's name in saved runs.</summary>
    internal static IReadOnlyDictionary<string, OptionText> All { get; } =
        WordTable
            .NamesBelow("option")
            .ToDictionary(
                name => name,
                name => new OptionText(WordTable.Text($"option.{name}.label"), WordTable.Text($"option.{name}.help"))
            );

    /// <summary>When to take a recipe, by its name.</summary>
    internal static IReadOnlyDictionary<string, Text> Presets { get; } = ByName("preset");

    /// <summary>Values that options take, by their names in saved runs.</summary>
    internal static IReadOnlyDictionary<string, Text> Values { get; } = ByName("value");

    private static Dictionary<string, Text> ByName(string section) =>
        WordTable.NamesBelow(section).ToDictionary(name => name, name => WordTable.Text($"{section}.{name}"));
}
