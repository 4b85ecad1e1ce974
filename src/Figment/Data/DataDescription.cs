namespace Figment.Data;

/// <summary>What a model must know about the data that it is built for. Each kind of data has its own class.</summary>
/// <param name="classCounts">The number of items in each class, by class number; empty if there are no labels.</param>
public abstract class DataDescription(IReadOnlyList<int> classCounts)
{
    /// <summary>The number of items in each class, by class number; empty if there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; } = classCounts;

    /// <summary>
    /// The meaning of each number of a class, in order, if a class is given by several numbers; null if each class has one
    /// number.
    /// </summary>
    internal virtual IReadOnlyList<string>? Conditions => null;

    /// <summary>
    /// The description of the items as models see them: this one, or that of the converted items, if they are converted before
    /// models learn from them.
    /// </summary>
    internal virtual DataDescription Seen => this;

    /// <summary>The plural noun for the items, for use in sentences, for instance <c>images</c>.</summary>
    public abstract string Items { get; }
}
