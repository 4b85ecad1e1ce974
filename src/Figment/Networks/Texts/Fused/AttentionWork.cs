namespace Figment.Networks.Texts;

/// <summary>Where the numbers of one block's attention lie.</summary>
/// <typeparam name="T">The type of what products take and give.</typeparam>
internal unsafe struct AttentionWork<T>
    where T : unmanaged
{
    /// <summary>Texts, tokens of each, heads, heads with keys of their own, numbers per head.</summary>
    internal int Batch,
        Length,
        Heads,
        KeyValueHeads,
        HeadSize;

    /// <summary>Queries, keys and values side by side, [B T, (H + 2 K) d]; backward their gradients in their place.</summary>
    internal T* Projected;

    /// <summary>What attention gives, [B T, H d]; backward its gradient.</summary>
    internal T* Attended;

    /// <summary>Of queries' and keys' norms, [d].</summary>
    internal float* QueryNorm,
        KeyNorm;

    /// <summary>[T, d / 2].</summary>
    internal float* Cosines,
        Sines;

    /// <summary>Gradients of both norms' weights, [B K, 2, d].</summary>
    internal float* NormGradients;

    internal readonly int Width => (Heads + (2 * KeyValueHeads)) * HeadSize;

    internal readonly int Shared => Heads / KeyValueHeads;

    /// <summary>The row of a token: its queries of a head, its keys, its values.</summary>
    internal readonly T* Row(int text, int at, int head) =>
        Projected + ((((long)text * Length) + at) * Width) + (head * HeadSize);

    /// <summary>What attention gives a token in a head.</summary>
    internal readonly T* Given(int text, int at, int head) =>
        Attended + ((((((long)text * Length) + at) * Heads) + head) * HeadSize);
}
