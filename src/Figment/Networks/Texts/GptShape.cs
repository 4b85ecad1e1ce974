namespace Figment.Networks.Texts;

/// <summary>The sizes of a decoder.</summary>
/// <param name="Vocabulary">The number of tokens, V.</param>
/// <param name="Layers">The number of blocks, L.</param>
/// <param name="Width">The number of values per token between blocks, D.</param>
/// <param name="Heads">The number of attention heads, H.</param>
/// <param name="KeyValueHeads">The number K of key-value heads; each serves H / K heads.</param>
/// <param name="Hidden">The number of values per token within a block's feed-forward part, F.</param>
/// <param name="IsTied">Whether the output layer shares the weights of the token embedding.</param>
/// <param name="RotaryBase">The base θ of rotary positions.</param>
internal sealed record GptShape(
    int Vocabulary,
    int Layers,
    int Width,
    int Heads,
    int KeyValueHeads,
    int Hidden,
    bool IsTied,
    double RotaryBase
)
{
    /// <summary>The ε in root mean squares.</summary>
    internal const double Epsilon = 1e-6;

    /// <summary>The size of a head, d.</summary>
    internal int HeadSize => Width / Heads;

    /// <summary>The number of values in all queries, keys and values of a token.</summary>
    internal int Projected => (Heads + (2 * KeyValueHeads)) * HeadSize;
}
