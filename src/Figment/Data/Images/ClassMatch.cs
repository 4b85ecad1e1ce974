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
        HashSet<int> there = [.. numbers.Index().Where(each => held.ClassCounts[each.Index] > 0).Select(each => each.Item).OfType<int>()];
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
    internal static ClassMatch Of(ImageDataset held, IReadOnlyList<string> learned, IReadOnlyList<int> counts) => new(held, learned, counts);

    /// <summary>The images of classes that were learned, with the numbers that those have; null where there are none.</summary>
    /// <returns>The held-out images themselves where nothing changes; otherwise a new data set, the caller's.</returns>
    internal ImageDataset? Joined()
    {
        if (held.Labels() is not byte[] labels) return null;
        if (held.ClassNames.SequenceEqual(learned)) return held;
        int[] kept = [.. Enumerable.Range(0, labels.Length).Where(i => numbers[labels[i]] is not null)];
        if (kept.Length == 0) return null; // also where a class has a name that was learned, and no images
        using DisposeScope scope = NewDisposeScope();
        Tensor indices = tensor(kept.Select(i => (long)i).ToArray(), ScalarType.Int64);
        byte[] pixels = held.Pixels(indices).cpu().data<byte>().ToArray();
        return new ImageDataset(held.Name, held.Shape, pixels, [.. kept.Select(i => (byte)numbers[labels[i]]!.Value)], learned);
    }

    private IEnumerable<Text> Said()
    {
        if (learned.Count == 0) yield break;
        if (IsFlat)
        {
            yield return new("The images held back have no classes, so nothing is said by class.", "留出的图片没有类别，因此不给出按类别的数值。");
            yield break;
        }

        if (Unknown.Count > 0)
        {
            string[] names = Some(Unknown);
            yield return new(
                $"{UnknownCount:N0} of the {held.Count:N0} images held back are of classes that were not learned: {string.Join(", ", names)}.",
                $"留出的 {held.Count:N0} 张图片中，有 {UnknownCount:N0} 张属于没有学过的类别：{string.Join("、", names)}。");
        }

        if (Missing.Count > 0)
        {
            string[] names = Some(Missing);
            yield return new(
                $"Nothing was held back of {(Missing.Count == 1 ? "the class" : $"{Missing.Count:N0} classes:")} {string.Join(", ", names)}.",
                $"以下类别没有留出图片：{string.Join("、", names)}。");
        }

        if (!Fits) yield return new("The classes differ, so nothing is said by class.", "两边的类别不一致，因此不给出按类别的数值。");
    }

    private static string[] Some(IReadOnlyList<string> names) => names.Count <= 5 ? [.. names] : [.. names.Take(5), "…"];
}
