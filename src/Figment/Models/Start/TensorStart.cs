using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Converts a tensor of one model into the matching tensor of another, axis by axis and part by part.</summary>
internal sealed class TensorStart
{
    private readonly StartClasses classes;
    private readonly HashSet<string> differences = [];
    private Tensor values,
        known; // known: whether a value was taken over, [… as values], bool

    private TensorStart(Tensor values, StartClasses classes)
    {
        (this.values, this.classes) = (values, classes);
        known = ones_like(values, ScalarType.Bool);
    }

    /// <summary>The result of converting a tensor.</summary>
    /// <param name="Values">The values, in the shape of the new tensor.</param>
    /// <param name="Known">Where the values are valid; elsewhere the tensor keeps its initial values.</param>
    /// <param name="Differences">How the models differ; empty where the tensor is taken over unchanged.</param>
    internal sealed record Result(Tensor Values, Tensor Known, IReadOnlyList<string> Differences);

    /// <summary>Converts a tensor.</summary>
    /// <param name="saved">The other model's tensor.</param>
    /// <param name="there">The meaning of its axes, as far as it is known.</param>
    /// <param name="size">The shape of the new tensor.</param>
    /// <param name="here">The meaning of the new tensor's axes.</param>
    /// <param name="classes">How the classes of the two models correspond.</param>
    /// <returns>The result; null where nothing fits.</returns>
    internal static Result? Make(
        Tensor saved,
        IEnumerable<TensorAxis> there,
        long[] size,
        IEnumerable<TensorAxis> here,
        StartClasses classes
    )
    {
        if (saved.dim() != size.Length)
            return null;
        TensorStart start = new(saved, classes);
        Dictionary<int, TensorAxis> before = there.ToDictionary(axis => axis.Axis);
        foreach (TensorAxis axis in here)
            if (before.TryGetValue(axis.Axis, out TensorAxis? its))
                start.Convert(axis.Axis, its.Parts, axis.Parts);
        return start.values.shape.SequenceEqual(size) && start.known.any().item<bool>()
            ? new Result(start.values, start.known, [.. start.differences.Order(StringComparer.Ordinal)])
            : null;
    }

    private void Convert(int axis, IReadOnlyList<AxisPart> before, IReadOnlyList<AxisPart> now)
    {
        if (before.Sum(part => part.Size) != values.shape[axis])
            return;
        if (before.Count == now.Count && now.Zip(before).All(pair => pair.First.IsSameAs(pair.Second, classes)))
            return;
        Tensor old = values.movedim([axis], [0]),
            oldKnown = known.movedim([axis], [0]);
        List<Tensor> made = [],
            madeKnown = [];
        foreach (AxisPart part in now)
        {
            (long first, AxisPart? its) = Find(before, part.Name);
            long count = its?.Size ?? 0;
            Tensor stretch = old.narrow(0, first, count);
            if (its is null || !part.IsSameAs(its, classes))
                differences.Add(part.Difference);
            long[] size = [part.Size, .. stretch.shape[1..]];
            Tensor? taken = part.From(stretch, its, classes);

            // The conversion of an earlier axis leaves whole slices without values, so any index of the old part shows which
            // slices these are.
            Tensor open =
                count > 0 ? oldKnown.narrow(0, first, count).any(0, keepdim: true) : ones([1, .. size[1..]], ScalarType.Bool);
            made.Add(taken ?? zeros(size, values.dtype));
            madeKnown.Add(taken is null ? zeros(size, ScalarType.Bool) : open.expand(size));
        }

        differences.UnionWith(before.Where(part => now.All(other => other.Name != part.Name)).Select(part => part.Difference));
        values = cat(made).movedim([0], [axis]);
        known = cat(madeKnown).movedim([0], [axis]);
    }

    private static (long First, AxisPart? Part) Find(IReadOnlyList<AxisPart> parts, string name)
    {
        long first = 0;
        foreach (AxisPart part in parts)
        {
            if (part.Name == name)
                return (first, part);
            first += part.Size;
        }

        return (0, null);
    }
}
