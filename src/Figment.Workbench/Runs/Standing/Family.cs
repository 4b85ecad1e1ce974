using Figment.Models;

namespace Figment.Runs;

/// <summary>What is specific to training one model family.</summary>
/// <param name="Name">The name of the family, which is also the key of its sentence in the table of words.</param>
/// <param name="Instead">The preset to try if more of the same will not help; null if none is better for such data.</param>
internal sealed record Family(string Name, string? Instead)
{
    /// <summary>What its losses tell, in a sentence.</summary>
    internal Text Truth => WordTable.Text($"outlook.family.{Name}");

    /// <summary>The family of a preset, or an unknown family if the preset is not known here.</summary>
    /// <param name="preset">The preset's name.</param>
    internal static Family Of(string preset)
    {
        ModelPreset? found = ModelCatalog.Presets.FirstOrDefault(known => known.Name == preset);
        (string name, string? instead) = found?.Options.Family ?? ("other", null);
        return new Family(name, instead);
    }
}
