using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <content>The labels of the data set and the order of its classes.</content>
public sealed partial class ImageDataset
{
    private const int DigestBlock = 4_096;

    /// <summary>The class numbers of the images with the given numbers, [N], uint8; null if there are no labels.</summary>
    internal Tensor? Labels(Tensor indices) => labels?.index_select(0, indices.On(labels.device));

    /// <summary>The class number of each image; null if there are no labels.</summary>
    internal byte[]? Labels()
    {
        using DisposeScope scope = NewDisposeScope();
        return labels?.cpu().data<byte>().ToArray();
    }

    /// <summary>
    /// Returns the same images with their classes in another order, since a model keeps the class numbers that it learned. If the
    /// names differ, returns this data set unchanged. The result replaces this data set, which must not be used afterwards.
    /// </summary>
    /// <param name="names">The names of all classes, in the new order.</param>
    internal ImageDataset InOrderOf(IReadOnlyList<string> names)
    {
        if (labels is null || names.Count != ClassNames.Count || names.SequenceEqual(ClassNames))
            return this;
        int?[] numbers = [.. ClassNames.Select(name => Figment.ClassNames.Find(name, names))];
        if (numbers.Contains(null) || numbers.Distinct().Count() != names.Count)
            return this;
        byte[] changed = [.. Labels()!.Select(label => (byte)numbers[label]!.Value)];
        using PixelDigest digest = new();
        for (int start = 0; start < Count; start += DigestBlock)
        {
            using Tensor block = Pixels(start, Math.Min(DigestBlock, Count - start)).cpu();
            digest.Add(block.data<byte>().ToArray());
        }

        labels.Dispose();
        PackCard card = new(
            Name,
            Shape,
            Count,
            names,
            digest.Finish(changed),
            PixelStatistics.Mean,
            PixelStatistics.StandardDeviation,
            Notes,
            Pictures
        )
        {
            Table = Table?.Only(Enumerable.Range(0, names.Count).Select(number => Array.IndexOf(numbers, number))),
        };
        return new ImageDataset(card, pixels, changed);
    }
}
