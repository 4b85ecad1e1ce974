namespace Figment.Models.Texts;

/// <summary>
/// What attention needs of the tokens of one text that were read before: their keys and values, in every block.
/// </summary>
internal sealed class KeyValueCache
{
    private const int FirstRoom = 64;
    private readonly int width;

    /// <summary>Begins without tokens.</summary>
    /// <param name="layers">L.</param>
    /// <param name="width">Numbers of the keys of one token in one block.</param>
    internal KeyValueCache(int layers, int width)
    {
        this.width = width;
        Keys = new float[layers][];
        Values = new float[layers][];
        for (int layer = 0; layer < layers; layer++)
            (Keys[layer], Values[layer]) = (new float[FirstRoom * width], new float[FirstRoom * width]);
    }

    /// <summary>Of each block the keys, token by token.</summary>
    internal float[][] Keys { get; }

    /// <summary>Of each block the values, token by token.</summary>
    internal float[][] Values { get; }

    /// <summary>How many tokens were read.</summary>
    internal int Length { get; private set; }

    /// <summary>Makes room for tokens that are read next.</summary>
    /// <returns>The position of the first.</returns>
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

    /// <summary>Forgets all tokens, and keeps the room.</summary>
    internal void Clear() => Length = 0;

    /// <summary>Forgets all tokens but the first ones.</summary>
    internal void Shorten(int tokens) => Length = Math.Min(Length, tokens);
}
