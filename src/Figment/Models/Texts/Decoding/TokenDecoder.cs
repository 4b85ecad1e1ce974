using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Figment.Backend;
using Figment.Networks.Texts;

namespace Figment.Models.Texts;

/// <summary>One token to be read after those in its cache.</summary>
/// <param name="Cache">What has already been read of the text; tokens of the same text are adjacent.</param>
/// <param name="Token">The token.</param>
internal readonly record struct DecoderRow(KeyValueCache Cache, int Token);

/// <summary>
/// Runs a decoder for text generation on the processor: token by token, for several texts at once, each with a cache of what was
/// read before. It computes the same as <see cref="GptNetwork"/> but without libtorch, whose operations take longer to start than
/// these products take.
/// </summary>
internal sealed unsafe class TokenDecoder(DecoderWeights weights) : IDisposable
{
    private const int Lanes = SmallProducts.Lanes;

    private readonly GptShape shape = weights.Shape;

    /// <summary>The number of logits per token.</summary>
    internal int Vocabulary => shape.Vocabulary;

    /// <summary>Creates a cache for a text of which nothing has been read.</summary>
    internal KeyValueCache NewCache() => new(shape.Layers, shape.KeyValueHeads * shape.HeadSize);

    /// <summary>Reads tokens and computes the logits after the last token of each text.</summary>
    /// <param name="rows">The tokens, at least one; those of the same text are adjacent and in order.</param>
    /// <param name="logits">Receives the logits after the last token of each text, in order: [texts, V].</param>
    /// <param name="attention">
    /// If not null, receives for each row and block the attention to each token of the text up to that row, averaged over heads;
    /// the values add up to 1.
    /// </param>
    /// <param name="onThreads">
    /// Whether libtorch's threads may share large products. Libtorch keeps a pool of them for each calling thread.
    /// </param>
    internal void Read(
        ReadOnlySpan<DecoderRow> rows,
        Span<float> logits,
        List<float[][]>? attention = null,
        bool onThreads = true
    )
    {
        int count = rows.Length,
            width = shape.Width,
            attended = shape.Heads * shape.HeadSize,
            hidden = shape.Hidden;
        int[] positions = Extend(rows);
        float[][][]? looked = attention is null ? null : [.. positions.Select(position => Looked(position))];
        if (looked is not null)
            attention!.AddRange(looked);
        int seen = SmallProducts.Padded(positions.Max() + 1);
        using Room room = new(((long)count * ((3 * width) + shape.Projected + attended + (3 * hidden))) + seen);
        float* x = room.Take(count * width),
            normed = room.Take(count * width),
            added = room.Take(count * width);
        float* projected = room.Take(count * shape.Projected),
            heads = room.Take(count * attended);
        float* gates = room.Take(count * 2 * hidden),
            product = room.Take(count * hidden),
            scores = room.Take(seen);
        for (int i = 0; i < count; i++)
            Copy(weights.Embedding + ((long)rows[i].Token * width), x + (i * width), width);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            DecoderWeights.Block block = weights.Blocks[layer];
            for (int i = 0; i < count; i++)
                Normalise(x + (i * width), (float*)block.AttentionNorm, width, normed + (i * width));
            block.Qkv.Multiply(normed, count, projected, onThreads);
            for (int i = 0; i < count; i++)
            {
                float* own = projected + (i * shape.Projected);
                Remember(rows[i].Cache, layer, positions[i], own, block);
                Attend(rows[i].Cache, layer, positions[i], own, scores, heads + (i * attended), looked?[i][layer]);
            }

            block.AttentionOut.Multiply(heads, count, added, onThreads);
            Add(x, added, count * width);

            for (int i = 0; i < count; i++)
                Normalise(x + (i * width), (float*)block.MlpNorm, width, normed + (i * width));
            block.GateUp.Multiply(normed, count, gates, onThreads);
            for (int i = 0; i < count; i++)
                Gate(gates + (i * 2 * hidden), product + (i * hidden));
            block.Down.Multiply(product, count, added, onThreads);
            Add(x, added, count * width);
        }

        int texts = 0;
        for (int i = 0; i < count; i++)
        {
            if (i + 1 < count && ReferenceEquals(rows[i + 1].Cache, rows[i].Cache))
                continue;
            Normalise(x + (i * width), weights.Norm, width, normed + (texts++ * width));
        }

        fixed (float* to = logits)
            weights.Head.Multiply(normed, texts, to, onThreads);
    }

    public void Dispose() => weights.Dispose();

    private float[][] Looked(int position) => [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[position + 1])];

    private static int[] Extend(ReadOnlySpan<DecoderRow> rows)
    {
        int[] positions = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            positions[i] = rows[i].Cache.Extend(1);
        return positions;
    }

    private static void Normalise(float* x, float* weight, int size, float* y)
    {
        float scale = HeadRows<float, Float32Lanes>.Scale(x, size);
        int i = 0;
        for (; i <= size - Lanes; i += Lanes)
            (Vector512.Load(x + i) * scale * Vector512.Load(weight + i)).Store(y + i);
        for (; i < size; i++)
            y[i] = x[i] * scale * weight[i];
    }

    /// <summary>Normalises and rotates the queries and keys of a token, and caches its keys and values.</summary>
    private void Remember(KeyValueCache cache, int layer, int position, float* projected, DecoderWeights.Block block)
    {
        int d = shape.HeadSize,
            keys = shape.KeyValueHeads * d;
        float* cosines = weights.Cosines + (position * (d / 2)),
            sines = weights.Sines + (position * (d / 2));
        float scale = (float)(1 / Math.Sqrt(d));
        for (int head = 0; head < shape.Heads + shape.KeyValueHeads; head++)
        {
            float* h = projected + (head * d);
            bool isQuery = head < shape.Heads;
            HeadRows<float, Float32Lanes>.Turn(
                h,
                d,
                (float*)(isQuery ? block.QNorm : block.KNorm),
                cosines,
                sines,
                isQuery ? scale : 1,
                h
            );
        }

        new ReadOnlySpan<float>(projected + (shape.Heads * d), keys).CopyTo(cache.Keys[layer].AsSpan(position * keys));
        new ReadOnlySpan<float>(projected + (shape.Heads * d) + keys, keys).CopyTo(cache.Values[layer].AsSpan(position * keys));
    }

    /// <summary>Computes softmax(q Kᵀ / √d) V for one token, head by head; the queries are already divided by √d.</summary>
    private void Attend(KeyValueCache cache, int layer, int position, float* queries, float* scores, float* to, float[]? looked)
    {
        int d = shape.HeadSize,
            width = shape.KeyValueHeads * d,
            shared = shape.Heads / shape.KeyValueHeads,
            seen = position + 1;
        fixed (
            float* keys = cache.Keys[layer],
                values = cache.Values[layer]
        )
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                int offset = head / shared * d;
                Dots(queries + (head * d), keys + offset, seen, width, d, scores);
                SmallProducts.Softmax(scores, seen);
                for (int t = 0; looked is not null && t < seen; t++)
                    looked[t] += scores[t] / shape.Heads;
                Mix(scores, values + offset, seen, width, d, to + (head * d));
            }
        }
    }

    /// <summary>Computes the dot product of a query with each key.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots(float* query, float* keys, int count, int stride, int size, float* to)
    {
        for (int t = 0; t < count; t++, keys += stride)
        {
            Vector512<float> sums = default;
            float rest = 0;
            int i = 0;
            for (; i <= size - Lanes; i += Lanes)
                sums = Vector512.FusedMultiplyAdd(Vector512.Load(query + i), Vector512.Load(keys + i), sums);
            for (; i < size; i++)
                rest += query[i] * keys[i];
            to[t] = Vector512.Sum(sums) + rest;
        }
    }

    /// <summary>Computes the sum of the values, each times its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mix(float* factors, float* values, int count, int stride, int size, float* to)
    {
        int i = 0;
        for (; i <= size - Lanes; i += Lanes)
        {
            Vector512<float> sum = default;
            float* value = values + i;
            for (int t = 0; t < count; t++, value += stride)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(factors[t]), Vector512.Load(value), sum);
            sum.Store(to + i);
        }

        for (; i < size; i++)
        {
            to[i] = 0;
            for (int t = 0; t < count; t++)
                to[i] += factors[t] * values[((long)t * stride) + i];
        }
    }

    /// <summary>Computes silu(g) u.</summary>
    private void Gate(float* gates, float* to)
    {
        int i = 0;
        for (; i <= shape.Hidden - Lanes; i += Lanes)
        {
            Vector512<float> g = Vector512.Load(gates + i),
                u = Vector512.Load(gates + shape.Hidden + i);
            (g / (Vector512<float>.One + Exponential.Of(-g)) * u).Store(to + i);
        }

        for (; i < shape.Hidden; i++)
            to[i] = gates[i] / (1 + MathF.Exp(-gates[i])) * gates[shape.Hidden + i];
    }

    private static void Add(float* x, float* added, int count)
    {
        int i = 0;
        for (; i <= count - Lanes; i += Lanes)
            (Vector512.Load(x + i) + Vector512.Load(added + i)).Store(x + i);
        for (; i < count; i++)
            x[i] += added[i];
    }

    private static void Copy(float* from, float* to, int count) =>
        new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));

    /// <summary>The memory for one call of <see cref="Read"/>.</summary>
    private sealed class Room(long size) : IDisposable
    {
        private const int Align = 16; // In numbers: one vector.
        private readonly float* start = (float*)NativeMemory.AlignedAlloc((nuint)(size + (16 * Align)) * sizeof(float), 64);
        private long taken;

        internal float* Take(int count)
        {
            float* part = start + taken;
            taken += (count + Align - 1) / Align * Align;
            return part;
        }

        public void Dispose() => NativeMemory.AlignedFree(start);
    }
}
