using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// A place for each class, or for each cluster that a model found by itself, and where there is one a place behind them that
/// stands for none in particular.
/// </summary>
/// <param name="Count">Classes or clusters; 0 where a model has none.</param>
/// <param name="HasNames">Whether they are classes of the data, which have names; clusters have none.</param>
/// <param name="HasAny">Whether there is one more place, for no class in particular.</param>
internal sealed record ConditionPart(long Count, bool HasNames = true, bool HasAny = false) : AxisPart("conditions")
{
    /// <inheritdoc/>
    internal override long Size => Count + (HasAny ? 1 : 0);

    /// <inheritdoc/>
    internal override string Difference => "classes";

    /// <inheritdoc/>
    internal override bool IsSameAs(AxisPart other, StartClasses classes) => Equals(other) && (!HasNames || classes.AreSame);

    /// <summary>
    /// A class that both models know keeps its values. A new one begins with those for no class in particular, which the other
    /// model learned from all; where it has none, with the mean of all its classes; and with 0, which says nothing, where it
    /// knows no classes at all. So the model first does for a new class what it did without knowing any.
    /// </summary>
    /// <inheritdoc/>
    internal override Tensor? From(Tensor values, AxisPart? there, StartClasses classes)
    {
        if (Size == 0)
            return values.narrow(0, 0, 0);
        ConditionPart before = there as ConditionPart ?? new ConditionPart(0, HasNames);
        Tensor any =
            before.HasAny ? values[(int)before.Count]
            : before.Count > 0 ? values.mean([0])
            : zeros([.. values.shape[1..]], values.dtype);
        Tensor Row(int k) => SourceOf(k, before, classes) is int source ? values[source] : any;
        return stack([.. Enumerable.Range(0, (int)Count).Select(Row), .. HasAny ? (Tensor[])[any] : []]);
    }

    private int? SourceOf(int k, ConditionPart before, StartClasses classes) =>
        HasNames
            ? before.HasNames
                ? classes.SourceOf(k, (int)before.Count)
                : null
            : !before.HasNames && before.Count == Count
                ? k
                : null;
}
