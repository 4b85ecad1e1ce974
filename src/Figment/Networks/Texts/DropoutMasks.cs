using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Texts;

/// <summary>
/// The dropout of a decoder in one step (N. Srivastava et al., "Dropout: A Simple Way to Prevent Neural Networks from
/// Overfitting", 2014): a share of the values that each half of a block adds becomes 0, and the others are scaled up to keep the
/// mean.
/// </summary>
/// <remarks>
/// Which values are dropped is determined by a key for each text and each half of a block, and by a hash of the value's index (C.
/// Wellons, "Prospecting for Hash Functions", 2018). So nothing need be stored between the forward and the backward pass, and the
/// result is the same on every device.
/// </remarks>
internal sealed class DropoutMasks
{
    private const int Lanes = 16;

    private readonly long[] keys; // [texts, 2 L]
    private readonly int sites;
    private readonly uint least; // Values with a smaller hash are dropped.
    private readonly float scale;

    private DropoutMasks(long[] keys, int sites, double rate) =>
        (this.keys, this.sites, least, scale) = (keys, sites, (uint)(rate * (1L << 32)), (float)(1 / (1 - rate)));

    /// <summary>Draws the keys of a step.</summary>
    /// <param name="random">The random numbers of the step.</param>
    /// <param name="texts">The number of texts, B.</param>
    /// <param name="layers">The number of blocks, L.</param>
    /// <param name="rate">The share of values to drop, at least 0 and below 1.</param>
    /// <returns>The dropout; null if nothing is dropped.</returns>
    internal static DropoutMasks? Draw(Draws random, int texts, int layers, double rate)
    {
        if (rate == 0)
            return null;
        using DisposeScope scope = NewDisposeScope();
        return new DropoutMasks(
            [.. random.Integers("dropout", 0, long.MaxValue, [texts, 2 * layers]).data<long>()],
            2 * layers,
            rate
        );
    }

    /// <summary>Returns factors for the values: 0, or 1 / (1 − rate).</summary>
    /// <param name="site">
    /// The half of a block, 0 to 2 L − 1: for block l, 2 l is attention and 2 l + 1 the feed-forward network.
    /// </param>
    /// <param name="shape">[B, T, D].</param>
    /// <param name="device">The device of the result.</param>
    internal unsafe Tensor Mask(int site, long[] shape, Device device)
    {
        float[] mask = new float[shape.Aggregate(1L, (product, size) => product * size)];
        Array.Fill(mask, 1);
        fixed (float* values = mask)
            Apply<float, Float32Lanes>(site, values, (int)(shape[1] * shape[2]));
        return tensor(mask, shape).On(device);
    }

    /// <summary>Drops values in place.</summary>
    /// <param name="site">The half of a block, as for <see cref="Mask"/>.</param>
    /// <param name="values">[B, size].</param>
    /// <param name="size">The number of values for each text.</param>
    internal unsafe void Apply<T, TLanes>(int site, T* values, int size)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        const int Block = 1 << 12;
        int blocks = (size + Block - 1) / Block;
        TorchOperators.ParallelFor(
            keys.Length / sites * (long)blocks,
            (begin, end) =>
            {
                for (long i = begin; i < end; i++)
                {
                    (int text, int first) = ((int)(i / blocks), (int)(i % blocks) * Block);
                    Apply<T, TLanes>(
                        keys[(text * sites) + site],
                        values + ((long)text * size),
                        first,
                        Math.Min(first + Block, size)
                    );
                }
            }
        );
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void Apply<T, TLanes>(long key, T* values, int begin, int end)
        where T : unmanaged
        where TLanes : struct, ILanes<T>
    {
        Vector512<uint> places = Vector512<uint>.Indices + Vector512.Create((uint)begin + (uint)key),
            middle = Vector512.Create((uint)(key >> 32));
        Vector512<uint> bound = Vector512.Create(least),
            step = Vector512.Create((uint)Lanes);
        Vector512<float> grown = Vector512.Create(scale);
        int i = begin;
        for (; i <= end - Lanes; i += Lanes, places += step)
        {
            Vector512<float> kept = Vector512.ConditionalSelect(
                Vector512.LessThan(Hash(places, middle), bound).AsSingle(),
                Vector512<float>.Zero,
                TLanes.Load(values + i) * grown
            );
            TLanes.Store(kept, values + i);
        }

        if (i == end)
            return;
        T* rest = stackalloc T[Lanes];
        new Span<T>(rest, Lanes).Clear();
        new ReadOnlySpan<T>(values + i, end - i).CopyTo(new Span<T>(rest, Lanes));
        TLanes.Store(
            Vector512.ConditionalSelect(
                Vector512.LessThan(Hash(places, middle), bound).AsSingle(),
                Vector512<float>.Zero,
                TLanes.Load(rest) * grown
            ),
            rest
        );
        new ReadOnlySpan<T>(rest, end - i).CopyTo(new Span<T>(values + i, end - i));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> Hash(Vector512<uint> x, Vector512<uint> key)
    {
        x ^= x >> 16;
        x *= Vector512.Create(0x7FEB352Du);
        x ^= key;
        x ^= x >> 15;
        x *= Vector512.Create(0x846CA68Bu);
        return x ^ (x >> 16);
    }
}
