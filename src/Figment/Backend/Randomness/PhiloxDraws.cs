using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Backend;

/// <summary>
/// Draws by <see cref="Philox"/>: the key is made of seed, name and index, the counter of the item and of the place in the item.
/// </summary>
/// <param name="keys">Makes the key of a name.</param>
/// <param name="range">Which items are drawn for.</param>
/// <param name="part">Stands before each name.</param>
internal sealed class PhiloxDraws(Func<string, ulong> keys, ItemRange range, string part) : Draws
{
    private readonly Dictionary<string, int> times = [];

    /// <inheritdoc/>
    public override Draws For(string part) => new PhiloxDraws(keys, range, Next(part));

    /// <inheritdoc/>
    public override Tensor Normal(string name, ReadOnlySpan<long> shape, int itemsAt = 0) =>
        Fill<float>(name, shape, ScalarType.Float32, 4, static (words, numbers) =>
        {
            (float a, float b) = BoxMuller.Of(words[0], words[1]);
            (float c, float d) = BoxMuller.Of(words[2], words[3]);
            Span<float> four = [a, b, c, d];
            four[..numbers.Length].CopyTo(numbers);
        }, itemsAt);

    /// <inheritdoc/>
    public override Tensor Uniform(string name, ReadOnlySpan<long> shape, int itemsAt = 0) =>
        Fill<float>(name, shape, ScalarType.Float32, 4, static (words, numbers) =>
        {
            for (int i = 0; i < numbers.Length; i++) numbers[i] = Philox.Uniform(words[i]);
        }, itemsAt);

    /// <inheritdoc/>
    public override Tensor Integers(string name, long from, long to, ReadOnlySpan<long> shape)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(from, to);
        ulong choices = (ulong)(to - from);
        return Fill<long>(name, shape, ScalarType.Int64, 1, (words, numbers) =>
            numbers[0] = from + (long)Philox.Below(choices, words));
    }

    /// <inheritdoc/>
    public override Tensor Classes(string name, IReadOnlyList<int> counts, int items)
    {
        long[] ends = new long[counts.Count];
        long total = 0;
        for (int i = 0; i < ends.Length; i++) ends[i] = total += counts[i];
        using Tensor places = Integers(name, 0, total, [items]);
        return tensor([.. places.data<long>().Select(place => (long)ends.Index().First(end => place < end.Item).Index)]);
    }

    /// <inheritdoc/>
    public override Tensor Stratified(string name, int items)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor places = arange(range.First, range.First + items, ScalarType.Float32) + Uniform(name, [items]);
        return places.div_(range.Of ?? items).MoveToOuterDisposeScope();
    }

    /// <summary>A name drawn again is another one.</summary>
    private string Next(string name)
    {
        string full = $"{part}/{name}";
        int time = times[full] = times.GetValueOrDefault(full) + 1;
        return time == 1 ? full : $"{full}#{time}";
    }

    private delegate void Transform<T>(ReadOnlySpan<uint> words, Span<T> numbers);

    /// <summary>Makes numbers of Philox's words: so many, or in the end fewer, of the four words of each counter.</summary>
    private Tensor Fill<T>(
        string name, ReadOnlySpan<long> shape, ScalarType type, int perCounter, Transform<T> transform, int itemsAt = 0)
        where T : unmanaged
    {
        ulong key = keys(Next(name));
        long count = shape[itemsAt], size = 1;
        long[] itemFirst = [count, .. shape[..itemsAt], .. shape[(itemsAt + 1)..]];
        foreach (long length in itemFirst[1..]) size *= length;
        Tensor made = empty(itemFirst, type);
        Span<T> numbers = MemoryMarshal.Cast<byte, T>(made.bytes);
        Span<uint> words = stackalloc uint[4];
        for (long item = 0; item < count; item++)
        {
            Span<T> own = numbers.Slice((int)(item * size), (int)size);
            for (int i = 0; i < own.Length; i += perCounter)
            {
                Philox.Words(key, (ulong)(i / perCounter), (ulong)(range.First + item), words);
                transform(words, own[i..Math.Min(i + perCounter, own.Length)]);
            }
        }

        if (itemsAt == 0) return made;
        using (made) return made.movedim([0], [itemsAt]).contiguous();
    }
}
