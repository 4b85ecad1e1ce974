namespace Figment.Data;

/// <summary>What a model has to know of the data that it is made for; each kind of data has a class of its own.</summary>
/// <param name="classCounts">Items per class, by class number; empty where there are no labels.</param>
public abstract class DataDescription(IReadOnlyList<int> classCounts)
{
    /// <summary>Items per class, by class number; empty where there are no labels.</summary>
    public IReadOnlyList<int> ClassCounts { get; } = classCounts;

    /// <summary>
    /// Where a class is told by several numbers, what each stands for, in their order; null where each class has one.
    /// </summary>
    internal virtual IReadOnlyList<string>? Conditions => null;

    /// <summary>
    /// What models see of the items: this, or a description of another form that the items are brought into before models learn
    /// them.
    /// </summary>
    internal virtual DataDescription Seen => this;

    /// <summary>What the items are called in sentences, in the plural: <c>images</c>.</summary>
    public abstract string Items { get; }
}
