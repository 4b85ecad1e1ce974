using Figment.Runs;
using Figment.Studio.Components.Kinds;

namespace Figment.Studio.Kinds;

/// <summary>What the studio does with one kind of data. A kind is one line here; pages name none.</summary>
/// <param name="Name">The kind, as <see cref="DataKind.Name"/> has it.</param>
/// <param name="Explorer">The component by which a run's model is explored; its parameter is <c>Run</c>.</param>
internal sealed record StudioKind(string Name, Type Explorer)
{
    /// <summary>The kinds that the studio knows.</summary>
    internal static IReadOnlyList<StudioKind> All { get; } =
    [
        new("images", typeof(ImageExplorer)),
        new("texts", typeof(TextExplorer)),
    ];

    /// <summary>That of a run; null where the studio does not know it.</summary>
    internal static StudioKind? Of(RunFolder run) => All.FirstOrDefault(kind => kind.Name == run.Options.Kind.Name);
}
