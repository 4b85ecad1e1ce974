using System.Runtime.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Draws with <see cref="Philox"/>: the key comes from seed, name and index, the counter from the item and the position in the
/// item.
/// </summary>
/// <param name="keys">Computes the key for a name.</param>
/// <param name="range">The items for which numbers are drawn.</param>
/// <param name="part">The prefix of every name.</param>
internal sealed class PhiloxDraws(Func<string, ulong> keys, ItemRange range, string part) : Draws
{
    private const int WorthThreads = 16384;

    private Dictionary<string, int> times = [];

    /// <inheritdoc/>
    public override Draws For(string part) => new PhiloxDraws(keys, range, Next(part));

    /// <inheritdoc/>
    internal override Draws Of(ItemRange items) => new PhiloxDraws(keys, items, part) { times = times };

    /// <inheritdoc/>
    internal override IReadOnlyList<Draws> Cut(IReadOnlyList<ItemRange> pieces) =>
        [
            // All pieces draw under the same names, so only the last piece counts them for later draws.
            .. pieces.SkipLast(1).Select(items => new PhiloxDraws(keys, items, part) { times = new(times) }),
            Of(pieces[^1]),
        ];

    /// <inheritdoc/>
    public override Tensor Normal(string name, ReadOnlySpan<long> shape, int itemsAt = 0) =>
        Fill<float>(
            name,
            shape,
            ScalarType.Float32,
            4,
            static (words, numbers) =>
            {
                // Two pairs from each counter: one from its first two words, one from the others.
                Span<float> pairs = stackalloc float[4 * Philox.Counters];
                int whole = (((numbers.Length + 3) / 4) + 7) / 8 * 8;
                for (int two = 0; two < 2; two++)
                {
                    int at = 2 * two * Philox.Counters,
                        next = at + Philox.Counters;
                    BoxMuller.Of(words.Slice(at, whole), words.Slice(next, whole), pairs[at..], pairs[next..]);
                }

                Interleave(pairs, numbers);
            },
            itemsAt
        );

    /// <inheritdoc/>
    public override Tensor Uniform(string name, ReadOnlySpan<long> shape, int itemsAt = 0) =>
        Fill<float>(name, shape, ScalarType.Float32, 4, Uniforms, itemsAt);

    /// <inheritdoc/>
    public override Tensor Integers(string name, long from, long to, ReadOnlySpan<long> shape)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        ulong choices = (ulong)(to - from);
        return Fill<long>(
            name,
            shape,
            ScalarType.Int64,
            1,
            (words, numbers) =>
            {
                for (int i = 0; i < numbers.Length; i++)
                    numbers[i] = from + (long)Philox.Below(choices, words[i], words[Philox.Counters + i]);
            }
        );
    }

    /// <inheritdoc/>
    public override Tensor Classes(string name, IReadOnlyList<int> counts, int items)
    {
        long[] ends = new long[counts.Count];
        long total = 0;
        for (int i = 0; i < ends.Length; i++)
            ends[i] = total += counts[i];
        using Tensor places = Integers(name, 0, total, [items]);
        return tensor([.. places.data<long>().Select(place => (long)ends.Index().First(end => place < end.Item).Index)]);
    }

    /// <inheritdoc/>
    public override Tensor Stratified(string name, int items)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor numbers = range.Numbers is null
            ? Scalars.Range(range.First, range.First + items, ScalarType.Float32)
            : tensor(range.Numbers[..items]).to(ScalarType.Float32);
        Tensor places = numbers.Plus(Uniform(name, [items]));
        return places.DivideBy(range.Of ?? items).MoveToOuterDisposeScope();
    }

    /// <summary>Makes the names of repeated draws different.</summary>
    private string Next(string name)
    {
        string full = $"{part}/{name}";
        int time = times[full] = times.GetValueOrDefault(full) + 1;
        return time == 1 ? full : $"{full}#{time}";
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Uniforms(ReadOnlySpan<uint> words, Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = Philox.Uniform(words[PlaceOf(i)]);
    }

    /// <summary>
    /// Reorders numbers: instead of the first numbers of all counters, then the second ones and so on, the four numbers of each
    /// counter come one after the other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Interleave(ReadOnlySpan<float> byPlace, Span<float> byCounter)
    {
        for (int i = 0; i < byCounter.Length; i++)
            byCounter[i] = byPlace[PlaceOf(i)];
    }

    /// <summary>The index of number i in a <see cref="Philox.Block"/>, with four numbers per counter.</summary>
    private static int PlaceOf(int i) => ((i & 3) * Philox.Counters) + (i >> 2);

    private delegate void Transform<T>(ReadOnlySpan<uint> words, Span<T> numbers);

    /// <summary>
    /// Converts Philox's words to numbers: a fixed count from the four words of each counter, or fewer from the last one. If
    /// there are enough numbers, the items are divided among all threads.
    /// </summary>
    private unsafe Tensor Fill<T>(
        string name,
        ReadOnlySpan<long> shape,
        ScalarType type,
        int perCounter,
        Transform<T> transform,
        int itemsAt = 0
    )
        where T : unmanaged
    {
        ulong key = keys(Next(name));
        long count = shape[itemsAt],
            size = 1;
        long[] itemFirst = [count, .. shape[..itemsAt], .. shape[(itemsAt + 1)..]];
        foreach (long length in itemFirst[1..])
            size *= length;
        Tensor made = empty(itemFirst, type);
        if (count * size == 0)
            return Arranged();
        T* numbers = (T*)TorchOperators.Data(made);
        if (count * size < WorthThreads)
            FillItems(0, count);
        else
            TorchOperators.ParallelFor(count, FillItems);
        return Arranged();

        void FillItems(long begin, long end)
        {
            Span<uint> words = stackalloc uint[4 * Philox.Counters];
            for (long item = begin; item < end; item++)
            {
                Span<T> own = new(numbers + (item * size), (int)size);
                for (int done = 0; done < own.Length; done += Philox.Counters * perCounter)
                {
                    Span<T> now = own[done..Math.Min(done + (Philox.Counters * perCounter), own.Length)];
                    Philox.Block(
                        key,
                        (ulong)(done / perCounter),
                        (ulong)range.NumberOf(item),
                        (now.Length + perCounter - 1) / perCounter,
                        words
                    );
                    transform(words, now);
                }
            }
        }

        Tensor Arranged()
        {
            if (itemsAt == 0)
                return made;
            using (made)
                return made.movedim([0], [itemsAt]).contiguous();
        }
    }
}
