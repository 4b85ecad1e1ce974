using Figment.Models;
using Figment.Models.Images;
using Figment.Models.Texts;

namespace Figment.Outlook;

/// <summary>
/// What is true of the trainings of one family of models and not of others. A family is one line here; its sentence stands in the
/// table of words by its name.
/// </summary>
/// <param name="Name">Its name in the table of words.</param>
/// <param name="Options">What its presets' options are.</param>
/// <param name="Instead">The preset to try where more of the same will not help; null where none is better for such data.</param>
internal sealed record Family(string Name, Type? Options, string? Instead)
{
    /// <summary>That of presets that a program added.</summary>
    private static readonly Family Other = new("other", null, null);

    /// <summary>The families that are known.</summary>
    internal static IReadOnlyList<Family> All { get; } =
    [
        new("classic", typeof(ClassicGanOptions), "gan"),
        new("gan", typeof(GanOptions), "flow"),
        new("flow", typeof(FlowOptions), null),
        new("vae", typeof(VaeOptions), "flow"),
        new("gpt", typeof(GptOptions), null),
    ];

    /// <summary>What its losses tell, in a sentence.</summary>
    internal Text Truth => WordTable.Text($"outlook.family.{Name}");

    /// <summary>The family of a preset; one without a sentence of its own where the preset is not known here.</summary>
    /// <param name="preset">The preset's name.</param>
    internal static Family Of(string preset)
    {
        object? options = ModelCatalog.Presets.FirstOrDefault(known => known.Name == preset)?.Options;
        return All.FirstOrDefault(family => family.Options!.IsInstanceOfType(options)) ?? Other;
    }
}
