namespace Figment.Models;

/// <summary>
/// Every preset, one line each. The command line's help, the loading of runs and the contract tests read this list;
/// nothing else names a family.
/// </summary>
public static class ModelCatalog
{
    /// <summary>The presets, the recommended one first.</summary>
    public static IReadOnlyList<ModelPreset> Presets { get; } =
    [
        new ModelPreset<GanOptions>("classic", "the tutorial's dense GAN, exactly as it is taught; it collapses in the end, which is worth seeing", new GanOptions(), Gan.Classic),
    ];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="OptionsException">There is none; the message suggests the nearest names.</exception>
    public static ModelPreset Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ModelPreset? preset = Presets.FirstOrDefault(preset => preset.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (preset is not null) return preset;

        IEnumerable<string> known = Presets.Select(preset => preset.Name);
        throw new OptionsException([$"There is no preset '{name}'. {Names.Suggest(name, known)}The presets are: {string.Join(", ", known)}."]);
    }
}
