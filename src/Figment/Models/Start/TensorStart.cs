using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>Makes of a tensor of one model what another model's means: axis by axis, part by part.</summary>
internal sealed class TensorStart
{
    private readonly StartClasses classes;
    private readonly HashSet<string> differences = [];
    private Tensor values,
        known; // known: where there is something to take over, [… as values], bool

    private TensorStart(Tensor values, StartClasses classes)
    {
        (this.values, this.classes) = (values, classes);
        known = ones_like(values, ScalarType.Bool);
    }

    /// <summary>What a tensor is given of another model's.</summary>
    /// <param name="Values">The values, in the tensor's sizes.</param>
    /// <param name="Known">Where they count; elsewhere the tensor stays as it is.</param>
    /// <param name="Differences">What the models differ in; none where the tensor is taken as it is.</param>
    internal sealed record Result(Tensor Values, Tensor Known, IReadOnlyList<string> Differences);

    /// <summary>Makes it.</summary>
    /// <param name="saved">The other model's tensor.</param>
    /// <param name="there">What its axes stand for, as far as that is known.</param>
    /// <param name="size">The sizes of the tensor now.</param>
    /// <param name="here">What its axes stand for now.</param>
    /// <param name="classes">How the classes of both belong together.</param>
    /// <returns>Null where nothing fits.</returns>
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

            // What an earlier axis left open is open in whole slices, so any place of the old stretch tells where.
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
