using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Figment.Networks.Texts;

namespace Figment.Models.Texts;

/// <summary>A token of a text, to be read after those that are in its cache.</summary>
/// <param name="Cache">What was read of the text before; tokens of one text stand side by side.</param>
/// <param name="Token">The token.</param>
internal readonly record struct DecoderRow(KeyValueCache Cache, int Token);

/// <summary>
/// Runs a decoder as text is made: on the processor, token by token, for some texts at once, each with a cache of what it read before. What
/// it computes is <see cref="GptNetwork"/>'s, and not libtorch's work, whose operations take longer to begin than these products take.
/// </summary>
internal sealed unsafe class TokenDecoder(DecoderWeights weights) : IDisposable
{
    private readonly GptShape shape = weights.Shape;

    /// <summary>Logits per token.</summary>
    internal int Vocabulary => shape.Vocabulary;

    /// <summary>A cache for a text of which nothing was read yet.</summary>
    internal KeyValueCache NewCache() => new(shape.Layers, shape.KeyValueHeads * shape.HeadSize);

    /// <summary>Reads tokens, and tells what may come after each text's last.</summary>
    /// <param name="rows">Tokens; all of one text one after the other, at least one.</param>
    /// <param name="logits">Gets the logits after the last token of each text, in order: [texts, V].</param>
    /// <param name="attention">
    /// Where somebody asks, gets of each row and block how much attention each token of the text got up to it: averaged over heads, 1 in sum.
    /// </param>
    internal void Read(ReadOnlySpan<DecoderRow> rows, Span<float> logits, List<float[][]>? attention = null)
    {
        int count = rows.Length, stride = RowProduct.Padded(shape.Width);
        int[] positions = Extend(rows);
        float[][][]? looked = attention is null ? null : [.. positions.Select(position => Looked(position))];
        if (looked is not null) attention!.AddRange(looked);
        int attended = shape.Heads * shape.HeadSize, wide = RowProduct.Padded(attended), hidden = RowProduct.Padded(shape.Hidden);
        using Room room = new(((long)count * ((3 * stride) + shape.Projected + wide + (2 * shape.Hidden) + hidden)) + (shape.Heads * (long)(positions.Max() + 1)));
        float* x = room.Take(count * stride), normed = room.Take(count * stride), added = room.Take(count * stride);
        float* projected = room.Take(count * shape.Projected), heads = room.Take(count * wide);
        float* gates = room.Take(count * 2 * shape.Hidden), product = room.Take(count * hidden), scores = room.Take(shape.Heads * (positions.Max() + 1));
        for (int i = 0; i < count; i++) Copy(weights.Embedding.Row(rows[i].Token), x + (i * stride), stride);
        for (int layer = 0; layer < shape.Layers; layer++)
        {
            DecoderWeights.Block block = weights.Blocks[layer];
            for (int i = 0; i < count; i++) Normalise(x + (i * stride), block.AttentionNorm.Values, shape.Width, normed + (i * stride));
            Multiply(normed, count, block.Qkv, projected);
            for (int i = 0; i < count; i++) Remember(rows[i].Cache, layer, positions[i], projected + (i * shape.Projected), block);
            for (int i = 0; i < count; i++) Attend(rows[i].Cache, layer, positions[i], projected + (i * shape.Projected), scores, heads + (i * wide), looked?[i][layer]);
            Multiply(heads, count, block.AttentionOut, added);
            Add(x, stride, added, shape.Width, count);

            for (int i = 0; i < count; i++) Normalise(x + (i * stride), block.MlpNorm.Values, shape.Width, normed + (i * stride));
            Multiply(normed, count, block.GateUp, gates);
            for (int i = 0; i < count; i++) Gate(gates + (i * 2 * shape.Hidden), product + (i * hidden));
            Multiply(product, count, block.Down, added);
            Add(x, stride, added, shape.Width, count);
        }

        int texts = 0;
        for (int i = 0; i < count; i++)
        {
            if (i + 1 < count && ReferenceEquals(rows[i + 1].Cache, rows[i].Cache)) continue;
            Normalise(x + (i * stride), weights.Norm.Values, shape.Width, normed + (texts++ * stride));
        }

        fixed (float* to = logits) Multiply(normed, texts, weights.Head, to);
    }

    public void Dispose() => weights.Dispose();

    private float[][] Looked(int position) => [.. Enumerable.Range(0, shape.Layers).Select(_ => new float[position + 1])];

    private static int[] Extend(ReadOnlySpan<DecoderRow> rows)
    {
        int[] positions = new int[rows.Length];
        for (int i = 0; i < rows.Length; i++) positions[i] = rows[i].Cache.Extend(1);
        return positions;
    }

    private static void Multiply(float* x, int rows, DecoderWeights.Matrix matrix, float* y) =>
        RowProduct.Multiply(x, rows, matrix.Values, matrix.Rows, matrix.Stride, y);

    private static void Normalise(float* x, float* weight, int size, float* y)
    {
        double squares = 0;
        for (int i = 0; i < size; i++) squares += (double)x[i] * x[i];
        float scale = (float)(1 / Math.Sqrt((squares / size) + GptShape.Epsilon));
        for (int i = 0; i < size; i++) y[i] = x[i] * scale * weight[i];
    }

    /// <summary>Normalises and turns the queries and keys of a token, and keeps its keys and values.</summary>
    private void Remember(KeyValueCache cache, int layer, int position, float* projected, DecoderWeights.Block block)
    {
        int d = shape.HeadSize, half = d / 2, keys = shape.KeyValueHeads * d;
        for (int head = 0; head < shape.Heads + shape.KeyValueHeads; head++)
        {
            float* h = projected + (head * d);
            Normalise(h, head < shape.Heads ? block.QNorm.Values : block.KNorm.Values, d, h);
            for (int i = 0; i < half; i++)
            {
                float cos = weights.Cosines[(position * half) + i], sin = weights.Sines[(position * half) + i], first = h[i], second = h[half + i];
                (h[i], h[half + i]) = ((first * cos) - (second * sin), (second * cos) + (first * sin));
            }
        }

        new ReadOnlySpan<float>(projected + (shape.Heads * d), keys).CopyTo(cache.Keys[layer].AsSpan(position * keys));
        new ReadOnlySpan<float>(projected + (shape.Heads * d) + keys, keys).CopyTo(cache.Values[layer].AsSpan(position * keys));
    }

    /// <summary>softmax(q Kᵀ / √d) V of one token, head by head.</summary>
    private void Attend(KeyValueCache cache, int layer, int position, float* queries, float* scores, float* to, float[]? looked)
    {
        int d = shape.HeadSize, width = shape.KeyValueHeads * d, shared = shape.Heads / shape.KeyValueHeads;
        float scale = (float)(1 / Math.Sqrt(d));
        fixed (float* keys = cache.Keys[layer], values = cache.Values[layer])
        {
            for (int head = 0; head < shape.Heads; head++)
            {
                float* q = queries + (head * d);
                int offset = head / shared * d;
                float most = float.NegativeInfinity, sum = 0;
                for (int t = 0; t <= position; t++)
                {
                    scores[t] = scale * Dot(q, keys + ((long)t * width) + offset, d);
                    most = Math.Max(most, scores[t]);
                }

                for (int t = 0; t <= position; t++) sum += scores[t] = MathF.Exp(scores[t] - most);
                for (int t = 0; looked is not null && t <= position; t++) looked[t] += scores[t] / sum / shape.Heads;
                Span<float> result = new(to + (head * d), d);
                result.Clear();
                for (int t = 0; t <= position; t++) AddScaled(values + ((long)t * width) + offset, scores[t] / sum, to + (head * d), d);
            }
        }
    }

    /// <summary>silu(g) u.</summary>
    private void Gate(float* gates, float* to)
    {
        int i = 0;
        for (; i <= shape.Hidden - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            Vector512<float> g = Vector512.Load(gates + i), u = Vector512.Load(gates + shape.Hidden + i);
            (g / (Vector512<float>.One + Exponential.Of(-g)) * u).Store(to + i);
        }

        for (; i < shape.Hidden; i++) to[i] = gates[i] / (1 + MathF.Exp(-gates[i])) * gates[shape.Hidden + i];
    }

    private static float Dot(float* a, float* b, int size)
    {
        int i = 0;
        System.Numerics.Vector<float> sum = default;
        for (; i <= size - System.Numerics.Vector<float>.Count; i += System.Numerics.Vector<float>.Count)
            sum += *(System.Numerics.Vector<float>*)(a + i) * *(System.Numerics.Vector<float>*)(b + i);
        float total = System.Numerics.Vector.Sum(sum);
        for (; i < size; i++) total += a[i] * b[i];
        return total;
    }

    private static void AddScaled(float* from, float factor, float* to, int size)
    {
        int i = 0;
        System.Numerics.Vector<float> scale = new(factor);
        for (; i <= size - System.Numerics.Vector<float>.Count; i += System.Numerics.Vector<float>.Count)
            *(System.Numerics.Vector<float>*)(to + i) += scale * *(System.Numerics.Vector<float>*)(from + i);
        for (; i < size; i++) to[i] += factor * from[i];
    }

    private static void Add(float* x, int stride, float* added, int width, int rows)
    {
        for (int row = 0; row < rows; row++)
            for (int i = 0; i < width; i++) x[(row * stride) + i] += added[(row * width) + i];
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));

    /// <summary>Memory for one reading, all 0 at first, so that what fills rows up is.</summary>
    private sealed class Room(long size) : IDisposable
    {
        private const int Align = 16; // numbers, a vector
        private readonly float* start = (float*)NativeMemory.AlignedAlloc((nuint)(size + (16 * Align)) * sizeof(float), 64);
        private long taken;

        internal float* Take(int count)
        {
            float* part = start + taken;
            new Span<float>(part, count).Clear();
            taken += (count + Align - 1) / Align * Align;
            return part;
        }

        public void Dispose() => NativeMemory.AlignedFree(start);
    }
}
