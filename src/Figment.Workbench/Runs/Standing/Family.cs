using Figment.Models;

namespace Figment.Runs;

/// <summary>What is true of the trainings of one family of models and not of others.</summary>
/// <param name="Name">Its name, by which its sentence stands in the table of words.</param>
/// <param name="Instead">The preset to try where more of the same will not help; null where none is better for such data.</param>
internal sealed record Family(string Name, string? Instead)
{
    /// <summary>What its losses tell, in a sentence.</summary>
    internal Text Truth => WordTable.Text($"outlook.family.{Name}");

    /// <summary>The family of a preset; one of which nothing is known where the preset is not known here.</summary>
    /// <param name="preset">The preset's name.</param>
    internal static Family Of(string preset)
    {
        ModelPreset? found = ModelCatalog.Presets.FirstOrDefault(known => known.Name == preset);
        (string name, string? instead) = found?.Options.Family ?? ("other", null);
        return new Family(name, instead);
    }
}
