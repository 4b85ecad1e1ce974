using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>
/// The endless order in which images are shown: every image once, shuffled, then every image once again in another
/// order. What stands at a position depends on the seed and the position alone, so training can go on from anywhere.
/// </summary>
/// <param name="count">How many images there are, at least 1.</param>
/// <param name="random">Decides the order of each round.</param>
internal sealed class ShuffledOrder(int count, SeededRandom random) : IDisposable
{
    private long round = -1;
    private Tensor? permutation;

    /// <summary>The numbers of the images at positions <paramref name="start"/>, <paramref name="start"/> + 1, …</summary>
    /// <param name="start">The first position, counted from 0.</param>
    /// <param name="length">How many.</param>
    /// <returns>[length], int64, on the CPU; the caller disposes it.</returns>
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
