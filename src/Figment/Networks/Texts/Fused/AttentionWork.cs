namespace Figment.Networks.Texts;

/// <summary>The memory for one block's attention.</summary>
/// <typeparam name="T">The type of the products' inputs and outputs.</typeparam>
internal unsafe struct AttentionWork<T>
    where T : unmanaged
{
    /// <summary>The sizes: texts, tokens per text, heads, key-value heads, and numbers per head.</summary>
    internal int Batch,
        Length,
        Heads,
        KeyValueHeads,
        HeadSize;

    /// <summary>
    /// Queries, keys and values side by side, [B T, (H + 2 K) d]; the backward pass replaces them with their gradients.
    /// </summary>
    internal T* Projected;

    /// <summary>The output of attention, [B T, H d]; in the backward pass, its gradient.</summary>
    internal T* Attended;

    /// <summary>The weights of the norms of queries and keys, [d].</summary>
    internal float* QueryNorm,
        KeyNorm;

    /// <summary>[T, d / 2].</summary>
    internal float* Cosines,
        Sines;

    /// <summary>The gradients of both norms' weights, [B K, 2, d].</summary>
    internal float* NormGradients;

    internal readonly int Width => (Heads + (2 * KeyValueHeads)) * HeadSize;

    internal readonly int Shared => Heads / KeyValueHeads;

    /// <summary>Returns the row of a token: its queries, keys or values for a head.</summary>
    internal readonly T* Row(int text, int at, int head) =>
        Projected + ((((long)text * Length) + at) * Width) + (head * HeadSize);

    /// <summary>Returns the output of attention for a token in a head.</summary>
    internal readonly T* Given(int text, int at, int head) =>
        Attended + ((((((long)text * Length) + at) * Heads) + head) * HeadSize);
}
