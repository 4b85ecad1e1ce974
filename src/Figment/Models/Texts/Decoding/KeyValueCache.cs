namespace Figment.Models.Texts;

/// <summary>
/// The keys and values, in every block, of the tokens of one text that have already been read; attention needs them.
/// </summary>
internal sealed class KeyValueCache
{
    private const int FirstRoom = 64;
    private readonly int width;

    /// <summary>Creates an empty cache.</summary>
    /// <param name="layers">The number of blocks, L.</param>
    /// <param name="width">The size of one token's keys in one block.</param>
    internal KeyValueCache(int layers, int width)
    {
        this.width = width;
        Keys = new float[layers][];
        Values = new float[layers][];
        for (int layer = 0; layer < layers; layer++)
            (Keys[layer], Values[layer]) = (new float[FirstRoom * width], new float[FirstRoom * width]);
    }

    /// <summary>The keys of each block, token by token.</summary>
    internal float[][] Keys { get; }

    /// <summary>The values of each block, token by token.</summary>
    internal float[][] Values { get; }

    /// <summary>The number of tokens read.</summary>
    internal int Length { get; private set; }

    /// <summary>Makes room for the next tokens.</summary>
    /// <returns>The position of the first new token.</returns>
    internal int Extend(int tokens)
    {
        int first = Length;
        Length += tokens;
        for (int layer = 0; layer < Keys.Length; layer++)
        {
            if (Keys[layer].Length >= Length * width)
                continue;
            int room = Math.Max(Length, 2 * first) * width;
            Array.Resize(ref Keys[layer], room);
            Array.Resize(ref Values[layer], room);
        }

        return first;
    }

    /// <summary>Removes all tokens but keeps the memory.</summary>
    internal void Clear() => Length = 0;

    /// <summary>Keeps only the first tokens.</summary>
    internal void Shorten(int tokens) => Length = Math.Min(Length, tokens);
}
