namespace Figment.Models.Texts;

/// <summary>Draws a token from logits.</summary>
internal static class TokenChooser
{
    /// <summary>Draws one.</summary>
    /// <param name="logits">Of every token; those that are not to be drawn are −∞. They are changed.</param>
    /// <param name="options">How.</param>
    /// <param name="uniform">Decides; at least 0 and below 1.</param>
    internal static int Choose(Span<float> logits, TextOptions options, double uniform)
    {
        if (options.Temperature == 0) return Most(logits);
        (int Token, double Probability)[] kept = Kept(logits, options);
        double sum = kept.Sum(entry => entry.Probability), at = uniform * sum;
        foreach ((int token, double probability) in kept)
        {
            at -= probability;
            if (at < 0) return token;
        }

        return kept[^1].Token;
    }

    /// <summary>The tokens that are drawn from, with their probabilities before the others are left out, the most probable first.</summary>
    internal static (int Token, double Probability)[] Kept(ReadOnlySpan<float> logits, TextOptions options)
    {
        double temperature = Math.Max(1e-6, options.Temperature), most = logits[Most(logits)], sum = 0;
        List<(int Token, double Probability)> all = new(logits.Length);
        for (int token = 0; token < logits.Length; token++)
        {
            double weight = Math.Exp((logits[token] - most) / temperature);
            if (!(weight > 0)) continue;
            sum += weight;
            if (weight >= options.MinP) all.Add((token, weight));
        }

        // Of tokens as probable the lower comes first.
        all.Sort((a, b) => a.Probability != b.Probability ? b.Probability.CompareTo(a.Probability) : a.Token.CompareTo(b.Token));
        int count = options.TopK > 0 ? Math.Min(options.TopK, all.Count) : all.Count;
        double together = 0;
        int enough = 0;
        while (enough < count && together < options.TopP * sum * (1 - 1e-12)) together += all[enough++].Probability;
        return [.. all.Take(Math.Max(1, options.TopP < 1 ? enough : count)).Select(entry => (entry.Token, entry.Probability / sum))];
    }

    private static int Most(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best] || float.IsNaN(logits[best])) best = i;
        return best;
    }
}
