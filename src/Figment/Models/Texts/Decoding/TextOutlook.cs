namespace Figment.Models.Texts;

/// <summary>What a model expects after a text, and where its attention looked for that.</summary>
/// <param name="tokens">The tokens that it saw, the mark before the text among them.</param>
/// <param name="forgotten">How many tokens stand before those, too far back to be seen.</param>
/// <param name="logits">Of every token, −∞ for those that are never drawn.</param>
/// <param name="attention">Of each token that was seen, and each block, how much attention each token up to it got.</param>
internal sealed class TextOutlook(IReadOnlyList<int> tokens, int forgotten, float[] logits, IReadOnlyList<float[][]> attention)
{
    /// <summary>The tokens that it saw, the mark before the text among them.</summary>
    internal IReadOnlyList<int> Tokens { get; } = tokens;

    /// <summary>How many tokens stand before those, too far back to be seen.</summary>
    internal int Forgotten { get; } = forgotten;

    /// <summary>Blocks of attention.</summary>
    internal int Layers => attention[0].Length;

    /// <summary>The tokens that are most probable to come next, the most probable first.</summary>
    /// <param name="temperature">Divides the logits; 0 leaves the most probable token alone.</param>
    /// <param name="most">How many at most.</param>
    internal IReadOnlyList<(int Token, double Probability)> Next(double temperature, int most) =>
        [.. TokenChooser.Kept(logits, new TextOptions { Temperature = temperature, MinP = 0 }).Take(most)];

    /// <summary>Draws the next token, as <see cref="TextGeneration"/> does.</summary>
    /// <param name="temperature">How surprising it may be.</param>
    /// <param name="uniform">Decides; at least 0 and below 1 (<see cref="TokenDraws"/>).</param>
    internal int Choose(double temperature, double uniform) =>
        TokenChooser.Choose(logits, new TextOptions { Temperature = temperature }, uniform);

    /// <summary>
    /// How much attention each token got when the model expected what comes after one of them: averaged over heads, 1 in sum.
    /// </summary>
    /// <param name="position">Which of <see cref="Tokens"/>.</param>
    /// <param name="layer">The block; null averages over all.</param>
    /// <returns>A share for that token and each before it.</returns>
    internal IReadOnlyList<double> Attention(int position, int? layer = null)
    {
        float[][] blocks = attention[position];
        return
        [
            .. Enumerable
                .Range(0, position + 1)
                .Select(t => layer is int one ? blocks[one][t] : blocks.Average(block => (double)block[t])),
        ];
    }
}
