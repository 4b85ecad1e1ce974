namespace Figment.Models.Texts;

/// <summary>What a model expects after a text, and what its attention looked at.</summary>
/// <param name="tokens">The tokens that the model saw, including the mark before the text.</param>
/// <param name="forgotten">How many earlier tokens were too far back to be seen.</param>
/// <param name="logits">The logits of all tokens; −∞ for tokens that are never drawn.</param>
/// <param name="attention">For each token that was seen and each block, the attention given to each token up to that one.</param>
internal sealed class TextOutlook(IReadOnlyList<int> tokens, int forgotten, float[] logits, IReadOnlyList<float[][]> attention)
{
    /// <summary>The tokens that the model saw, including the mark before the text.</summary>
    internal IReadOnlyList<int> Tokens { get; } = tokens;

    /// <summary>How many earlier tokens were too far back to be seen.</summary>
    internal int Forgotten { get; } = forgotten;

    /// <summary>The number of attention blocks.</summary>
    internal int Layers => attention[0].Length;

    /// <summary>Returns the most probable next tokens, the most probable first.</summary>
    /// <param name="temperature">Divides the logits; with 0 only the most probable token remains.</param>
    /// <param name="most">The maximum number of tokens to return.</param>
    internal IReadOnlyList<(int Token, double Probability)> Next(double temperature, int most) =>
        [.. TokenChooser.Kept(logits, new TextOptions { Temperature = temperature, MinP = 0 }).Take(most)];

    /// <summary>Draws the next token, as <see cref="TextGeneration"/> does.</summary>
    /// <param name="temperature">The temperature that divides the logits.</param>
    /// <param name="uniform">A uniform random number, at least 0 and below 1 (<see cref="TokenDraws"/>).</param>
    internal int Choose(double temperature, double uniform) =>
        TokenChooser.Choose(logits, new TextOptions { Temperature = temperature }, uniform);

    /// <summary>
    /// Returns the attention given to each token when the model predicted what comes after a given one, averaged over heads. The
    /// values add up to 1.
    /// </summary>
    /// <param name="position">An index into <see cref="Tokens"/>.</param>
    /// <param name="layer">The block; null averages over all blocks.</param>
    /// <returns>The attention to each token up to and including that position.</returns>
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
