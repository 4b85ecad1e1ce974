namespace Figment.Models;

/// <summary>Matches, by name, the classes that a model will learn with those of the model that it starts from.</summary>
internal sealed class StartClasses
{
    private readonly int?[]? sources; // Null if the classes have no names, so that only their numbers are known.

    private StartClasses(int?[]? sources, IReadOnlyList<string> names, int before)
    {
        this.sources = sources;
        AreSame = sources is null || (sources.Length == before && sources.Index().All(entry => entry.Item == entry.Index));
        Kept = [.. names.Where((_, k) => sources?[k] is not null)];
        New = [.. names.Where((_, k) => sources?[k] is null)];
    }

    /// <summary>Classes without names, which are taken to be the same if there are equally many.</summary>
    internal static StartClasses ByNumber { get; } = new(null, [], 0);

    /// <summary>Whether both models have the same classes in the same order.</summary>
    internal bool AreSame { get; }

    /// <summary>The names of the classes that both models know.</summary>
    internal IReadOnlyList<string> Kept { get; }

    /// <summary>The names of the new classes.</summary>
    internal IReadOnlyList<string> New { get; }

    /// <summary>Matches the classes of two data sets by name.</summary>
    /// <param name="before">The names of the other model's classes, by class number.</param>
    /// <param name="now">The names of the classes to learn, by class number.</param>
    internal static StartClasses ByName(IReadOnlyList<string> before, IReadOnlyList<string> now) =>
        new([.. now.Select(name => ClassNames.Find(name, before))], now, before.Count);

    /// <summary>Returns the number of a class in the other model; null where the class is new.</summary>
    /// <param name="number">The number of the class in this model.</param>
    /// <param name="count">The number of classes in the other model.</param>
    internal int? SourceOf(int number, int count) =>
        (
            sources is null ? number
            : number < sources.Length ? sources[number]
            : null
        )
            is int source
        && source < count
            ? source
            : null;
}
