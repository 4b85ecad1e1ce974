using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>How the classes of images that were held back belong to those that were learned: by name, never by number.</summary>
internal sealed class ClassMatch
{
    private readonly ImageDataset held;
    private readonly IReadOnlyList<string> learned;
    private readonly int?[] numbers; // by the held-out images' class number, the number that was learned

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

    /// <summary>Classes of the held-out images that were not learned.</summary>
    internal IReadOnlyList<string> Unknown { get; }

    /// <summary>How many images those have.</summary>
    internal int UnknownCount { get; }

    /// <summary>Classes that were learned and of which nothing was held back.</summary>
    internal IReadOnlyList<string> Missing { get; }

    /// <summary>Whether the images held back have no classes although some were learned.</summary>
    internal bool IsFlat => learned.Count > 0 && held.ClassCounts.Count == 0;

    /// <summary>Whether numbers by class compare like with like. Where no classes were learned, nothing can be amiss.</summary>
    internal bool Fits => learned.Count == 0 || (!IsFlat && Unknown.Count == 0 && Missing.Count == 0);

    /// <summary>What a reader of numbers must know.</summary>
    internal IReadOnlyList<Text> Notes => [.. Said()];

    /// <summary>Compares the classes of two data sets.</summary>
    /// <param name="held">Images that were held back.</param>
    /// <param name="learned">The names of the classes that were learned, by class number.</param>
    /// <param name="counts">How many images of each.</param>
    internal static ClassMatch Of(ImageDataset held, IReadOnlyList<string> learned, IReadOnlyList<int> counts) =>
        new(held, learned, counts);

    /// <summary>The images of classes that were learned, with the numbers that those have; null where there are none.</summary>
    /// <returns>The held-out images themselves where nothing changes; otherwise a new data set, the caller's.</returns>
    internal ImageDataset? Joined()
    {
        if (held.Labels() is not byte[] labels)
            return null;
        if (held.ClassNames.SequenceEqual(learned))
            return held;
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => numbers[labels[i]] is not null)];
        if (kept.Length == 0)
            return null; // also where a class has a name that was learned, and no images
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
