using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// One index for each class, or for each cluster that a model found by itself. A last index may stand for no class in particular.
/// </summary>
/// <param name="Count">The number of classes or clusters; 0 where the model has none.</param>
/// <param name="HasNames">Whether these are classes of the data, which have names; clusters have none.</param>
/// <param name="HasAny">Whether a last index stands for no class in particular.</param>
internal sealed record ConditionPart(long Count, bool HasNames = true, bool HasAny = false) : AxisPart("conditions")
{
    /// <inheritdoc/>
    internal override long Size => Count + (HasAny ? 1 : 0);

    /// <inheritdoc/>
    internal override string Difference => "classes";

    /// <inheritdoc/>
    internal override bool IsSameAs(AxisPart other, StartClasses classes) => Equals(other) && (!HasNames || classes.AreSame);

    /// <summary>
    /// A class that both models know keeps its values. A new class starts with the other model's values for no class in
    /// particular, which were learned from all classes. If there are none, it starts with the mean over all classes of the other
    /// model; if that model has no classes, it starts with 0, which has no effect. At first, the model therefore treats an image
    /// of a new class like an image without a class.
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
