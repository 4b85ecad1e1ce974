using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// The endless order in which a model sees the images: each image once in random order, then each image once in another order,
/// and so on. The image at a position depends only on the seed and the position, so training can resume anywhere.
/// </summary>
/// <param name="count">The number of images, at least 1.</param>
/// <param name="random">Decides the order of each round.</param>
internal sealed class ShuffledOrder(int count, SeededRandom random) : IDisposable
{
    private long round = -1;
    private Tensor? permutation;

    /// <summary>
    /// Returns the numbers of the images at positions <paramref name="start"/>, <paramref name="start"/> + 1, …
    /// </summary>
    /// <param name="start">The first position, counted from 0.</param>
    /// <param name="length">The number of positions.</param>
    /// <returns>The numbers of the images, [length], int64, on the CPU; the caller disposes them.</returns>
    public Tensor Take(long start, int length)
    {
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> pieces = [];
        do
        {
            long offset = start % count;
            int size = (int)Math.Min(length, count - offset);
            pieces.Add(Round(start / count).narrow(0, offset, size));
            start += size;
            length -= size;
        } while (length > 0);

        return (pieces.Count == 1 ? pieces[0].clone() : cat(pieces)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => permutation?.Dispose();

    private Tensor Round(long number)
    {
        if (number == round)
            return permutation!;
        permutation?.Dispose();
        permutation = random.Permutation("order", number, count).DetachFromDisposeScope();
        round = number;
        return permutation;
    }
}
