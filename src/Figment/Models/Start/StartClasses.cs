namespace Figment.Models;

/// <summary>How the classes that a model will learn belong to those of another model that it begins from: by name.</summary>
internal sealed class StartClasses
{
    private readonly int?[]? sources; // null where nothing has a name, and numbers are all there is

    private StartClasses(int?[]? sources, IReadOnlyList<string> names, int before)
    {
        this.sources = sources;
        AreSame = sources is null || (sources.Length == before && sources.Index().All(entry => entry.Item == entry.Index));
        Kept = [.. names.Where((_, k) => sources?[k] is not null)];
        New = [.. names.Where((_, k) => sources?[k] is null)];
    }

    /// <summary>Classes without names, which are the same where there are as many.</summary>
    internal static StartClasses ByNumber { get; } = new(null, [], 0);

    /// <summary>Whether the classes are the same in the same order.</summary>
    internal bool AreSame { get; }

    /// <summary>The names of the classes that both know.</summary>
    internal IReadOnlyList<string> Kept { get; }

    /// <summary>The names of those that are new.</summary>
    internal IReadOnlyList<string> New { get; }

    /// <summary>Compares the classes of two data sets.</summary>
    /// <param name="before">What the other model learned, by class number.</param>
    /// <param name="now">What the model will learn, by class number.</param>
    internal static StartClasses ByName(IReadOnlyList<string> before, IReadOnlyList<string> now) =>
        new([.. now.Select(name => ClassNames.Find(name, before))], now, before.Count);

    /// <summary>The number that a class has in the other model; null where it is new.</summary>
    /// <param name="number">Its number now.</param>
    /// <param name="count">The classes that the other model has.</param>
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
