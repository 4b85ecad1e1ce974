namespace Figment.Networks.Texts;

/// <summary>The sizes of a decoder.</summary>
/// <param name="Vocabulary">V, tokens.</param>
/// <param name="Layers">L, blocks.</param>
/// <param name="Width">D, numbers per token between blocks.</param>
/// <param name="Heads">H, heads of attention.</param>
/// <param name="KeyValueHeads">Heads that have keys and values of their own; each serves H divided by it.</param>
/// <param name="Hidden">Numbers per token within a block's second half.</param>
/// <param name="IsTied">Whether the weights that read tokens also write them.</param>
/// <param name="RotaryBase">θ of rotary positions.</param>
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
    /// <summary>ε of root mean squares.</summary>
    internal const double Epsilon = 1e-6;

    /// <summary>Numbers per head.</summary>
    internal int HeadSize => Width / Heads;

    /// <summary>Numbers of all queries, keys and values of a token.</summary>
    internal int Projected => (Heads + (2 * KeyValueHeads)) * HeadSize;
}
