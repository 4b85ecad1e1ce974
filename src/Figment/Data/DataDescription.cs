namespace Figment.Data;

/// <summary>What a model has to know of the data that it is made for; each kind of data has a record of its own.</summary>
/// <param name="ClassCounts">Items per class, by class number; empty where there are no labels.</param>
public abstract record DataDescription(IReadOnlyList<int> ClassCounts)
{
    /// <summary>What the items are called in sentences, in the plural: <c>images</c>.</summary>
    public abstract string Items { get; }
}
