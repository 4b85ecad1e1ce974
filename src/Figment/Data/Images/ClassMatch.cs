using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>Matches the classes of held-out images to the learned classes: by name, never by number.</summary>
internal sealed class ClassMatch
{
    private readonly ImageDataset held;
    private readonly IReadOnlyList<string> learned;
    private readonly int?[] numbers; // the number of the learned class, by class number of the held-out images

    private ClassMatch(ImageDataset held, IReadOnlyList<string> learned, IReadOnlyList<int> counts)
    {
        (this.held, this.learned) = (held, learned);
        numbers = [.. held.ClassNames.Select(name => ClassNames.Find(name, learned))];
        Unknown = [.. held.ClassNames.Where((_, i) => numbers[i] is null && held.ClassCounts[i] > 0)];
        UnknownCount = held.ClassCounts.Where((_, i) => numbers[i] is null).Sum();
        HashSet<int> there =
        [
            .. numbers.Index().Where(each => held.ClassCounts[each.Index] > 0).Select(each => each.Item).OfType<int>(),
        ];
        Missing = [.. learned.Where((_, i) => counts[i] > 0 && !there.Contains(i))];
    }

    /// <summary>The classes of held-out images that the model has not learned.</summary>
    internal IReadOnlyList<string> Unknown { get; }

    /// <summary>The number of images in these classes.</summary>
    internal int UnknownCount { get; }

    /// <summary>The learned classes that have no held-out images.</summary>
    internal IReadOnlyList<string> Missing { get; }

    /// <summary>Whether the held-out images have no classes although the model has learned some.</summary>
    internal bool IsFlat => learned.Count > 0 && held.ClassCounts.Count == 0;

    /// <summary>Whether figures by class can be compared. If no classes were learned, they always can.</summary>
    internal bool Fits => learned.Count == 0 || (!IsFlat && Unknown.Count == 0 && Missing.Count == 0);

    /// <summary>What a reader of the figures must know, in sentences.</summary>
    internal IReadOnlyList<Text> Notes => [.. Said()];

    /// <summary>Compares the classes of two data sets.</summary>
    /// <param name="held">The held-out images.</param>
    /// <param name="learned">The names of the learned classes, by class number.</param>
    /// <param name="counts">The number of training images in each class.</param>
    internal static ClassMatch Of(ImageDataset held, IReadOnlyList<string> learned, IReadOnlyList<int> counts) =>
        new(held, learned, counts);

    /// <summary>The held-out images of learned classes, with the learned class numbers; null if there are none.</summary>
    /// <returns>The held-out images themselves if nothing changes; otherwise a new data set, which the caller owns.</returns>
    internal ImageDataset? Joined()
    {
        if (held.Labels() is not byte[] labels)
            return null;
        if (held.ClassNames.SequenceEqual(learned))
            return held;
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => numbers[labels[i]] is not null)];
        if (kept.Length == 0)
            return null; // also if a class has a learned name but no images
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(kept.Select(i => (long)i).ToArray(), ScalarType.Int64);
        byte[] pixels = held.Pixels(indices).cpu().data<byte>().ToArray();
        return new ImageDataset(held.Name, held.Shape, pixels, [.. kept.Select(i => (byte)numbers[labels[i]]!.Value)], learned)
        {
            Form = held.Form,
        };
    }

    private IEnumerable<Text> Said()
    {
        if (learned.Count == 0)
            yield break;
        if (IsFlat)
        {
            yield return held.Form.Note("note.classes.none").Words;
            yield break;
        }

        if (Unknown.Count > 0)
        {
            yield return held
                .Form.Note("note.classes.unknown")
                .Fill(("count", WordTable.Number(UnknownCount)), ("all", WordTable.Number(held.Count)), ("names", Some(Unknown)));
        }

        if (Missing.Count > 0)
            yield return WordTable.Counted("note.classes.missing", Missing.Count, ("names", Some(Missing)));
        if (!Fits)
            yield return WordTable.Text("note.classes.differ");
    }

    private static Text Some(IReadOnlyList<string> names) => Text.List(names.Count <= 5 ? names : [.. names.Take(5), "…"]);
}
