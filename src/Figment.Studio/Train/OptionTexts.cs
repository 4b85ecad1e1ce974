namespace Figment.Studio.Train;

/// <summary>The name of an option, and what it does.</summary>
internal sealed record OptionText(Text Label, Text Help);

/// <summary>
/// The words that the form shows for the names of options, presets, and values; the table of words contains them.
/// </summary>
internal static class OptionTexts
{
    /// <summary>The texts of options, by their names in saved runs.</summary>
    internal static IReadOnlyDictionary<string, OptionText> All { get; } =
        WordTable
            .NamesBelow("option")
            .ToDictionary(
                name => name,
                name => new OptionText(WordTable.Text($"option.{name}.label"), WordTable.Text($"option.{name}.help"))
            );

    /// <summary>When to use a preset, by its name.</summary>
    internal static IReadOnlyDictionary<string, Text> Presets { get; } = ByName("preset");

    /// <summary>The texts of option values, by their names in saved runs.</summary>
    internal static IReadOnlyDictionary<string, Text> Values { get; } = ByName("value");

    private static Dictionary<string, Text> ByName(string section) =>
        WordTable.NamesBelow(section).ToDictionary(name => name, name => WordTable.Text($"{section}.{name}"));
}
