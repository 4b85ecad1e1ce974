using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>Selects images of a data set.</summary>
public static class ImageSelection
{
    /// <summary>Returns some of the images as a data set of their own, on the CPU.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="indices">
    /// The numbers of the images, [N], int64, N ≥ 1, each from 0 to <see cref="ImageDataset.Count"/> − 1.
    /// </param>
    /// <param name="name">The name of the new data set; null keeps the name.</param>
    /// <exception cref="ArgumentException">There are no indices; a data set needs at least one image.</exception>
    public static ImageDataset Subset(this ImageDataset data, Tensor indices, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.numel() == 0)
            throw new ArgumentException("A data set needs at least one image, but none was chosen.", nameof(indices));
        using DisposeScope scope = NewDisposeScope();
        byte[] chosen = data.Pixels(indices).cpu().data<byte>().ToArray();
        byte[]? classes = data.Labels(indices)?.cpu().data<byte>().ToArray();
        return new ImageDataset(name ?? data.Name, data.Shape, chosen, classes, classes is null ? null : data.ClassNames)
        {
            Table = data.Table,
            Form = data.Form,
        };
    }

    /// <summary>
    /// Draws <paramref name="count"/> images at random, or all of them if there are fewer. With labels, each class
    /// keeps its share of the whole, so that the class proportions of two draws do not differ by chance.
    /// </summary>
    /// <param name="data">The data set.</param>
    /// <param name="count">The number of images, at least 1.</param>
    /// <param name="random">Decides which images are drawn.</param>
    public static ImageDataset Sample(this ImageDataset data, int count, SeededRandom random)
    {
        using Tensor drawn = data.Draw(count, random);
        return data.Subset(drawn);
    }

    /// <summary>
    /// The numbers of the images that <see cref="Sample"/> takes, in its order, [min(count, Count)], int64, on the CPU; the
    /// caller disposes them.
    /// </summary>
    internal static Tensor Draw(this ImageDataset data, int count, SeededRandom random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        using DisposeScope scope = NewDisposeScope();
        using Generator generator = random.Generator("subset");
        Tensor order = randperm(data.Count, ScalarType.Int64, generator: generator);
        int most = Math.Min(count, data.Count);
        return (
            data.Labels() is { } labels ? InShares(data, labels, order, most) : order.narrow(0, 0, most)
        ).MoveToOuterDisposeScope();
    }

    /// <summary>Takes the first images of an order, with the classes in the proportions of <see cref="ClassShares"/>.</summary>
    private static Tensor InShares(ImageDataset data, byte[] labels, Tensor order, int count)
    {
        Queue<long>[] waiting = [.. data.ClassCounts.Select(_ => new Queue<long>())];
        foreach (long index in order.data<long>())
            waiting[labels[index]].Enqueue(index);
        return tensor([.. ClassShares.InTurn(data.ClassCounts, count).Select(label => waiting[label].Dequeue())]);
    }

    /// <summary>
    /// Returns the first images of each class in turn, for a picture that shows what the data looks like. Without labels, returns
    /// the first images of the data set.
    /// </summary>
    /// <param name="data">The data set.</param>
    /// <param name="perClass">
    /// The number of images of each class; without labels, the number of rows, each with ten images.
    /// </param>
    public static ImageBatch Preview(this ImageDataset data, int perClass = 10)
    {
        ArgumentNullException.ThrowIfNull(data);
        using DisposeScope scope = NewDisposeScope();
        byte[]? labels = data.Labels();
        IEnumerable<int> all = Enumerable.Range(0, data.Count);
        IEnumerable<int> chosen = labels is null
            ? all.Take(10 * perClass)
            : Enumerable
                .Range(0, data.ClassCounts.Count)
                .SelectMany(label => all.Where(index => labels[index] == label).Take(perClass));
        return ImageBatch.FromTensor(data.Gather(tensor([.. chosen.Select(index => (long)index)], ScalarType.Int64)).Items);
    }
}
