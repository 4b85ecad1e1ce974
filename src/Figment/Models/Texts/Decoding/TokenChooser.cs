using System.Buffers;

namespace Figment.Models.Texts;

/// <summary>Draws a token from logits.</summary>
internal static class TokenChooser
{
    /// <summary>Draws one.</summary>
    /// <param name="logits">Of every token; those that are not to be drawn are −∞.</param>
    /// <param name="options">How.</param>
    /// <param name="uniform">Decides; at least 0 and below 1.</param>
    internal static int Choose(ReadOnlySpan<float> logits, TextOptions options, double uniform)
    {
        if (options.Temperature == 0) return Most(logits);
        if (options.TopK == 0 && options.TopP >= 1) return ChooseFromAll(logits, options, uniform);
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
        double[] weights = new double[logits.Length];
        double sum = Weights(logits, options, weights);

        // Of tokens as probable the lower comes first. Whole numbers sort several times as fast as what must be asked for its order.
        ulong[] order = new ulong[logits.Length];
        int all = 0;
        for (int token = 0; token < weights.Length; token++)
            if (weights[token] > 0 && weights[token] >= options.MinP) order[all++] = ((ulong)~BitConverter.SingleToUInt32Bits((float)weights[token]) << 32) | (uint)token;
        Array.Sort(order, 0, all);
        int count = options.TopK > 0 ? Math.Min(options.TopK, all) : all, enough = 0;
        double together = 0;
        while (enough < count && together < options.TopP * sum * (1 - 1e-12)) together += weights[(uint)order[enough++]];
        return [.. order.Take(Math.Max(1, options.TopP < 1 ? enough : count)).Select(entry => ((int)(uint)entry, weights[(uint)entry] / sum))];
    }

    /// <summary>Draws where no token is left out for others that are more probable: what is drawn needs no order then.</summary>
    private static int ChooseFromAll(ReadOnlySpan<float> logits, TextOptions options, double uniform)
    {
        double[] weights = ArrayPool<double>.Shared.Rent(logits.Length);
        try
        {
            Weights(logits, options, weights);
            double sum = 0;
            int last = 0;
            for (int token = 0; token < logits.Length; token++)
            {
                if (!(weights[token] > 0) || weights[token] < options.MinP) weights[token] = 0;
                else (sum, last) = (sum + weights[token], token);
            }

            double at = uniform * sum;
            for (int token = 0; token < last; token++)
            {
                at -= weights[token];
                if (at < 0) return token;
            }

            return last;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(weights);
        }
    }

    /// <summary>Probabilities beside the most probable token's.</summary>
    /// <returns>Their sum.</returns>
    private static double Weights(ReadOnlySpan<float> logits, TextOptions options, double[] weights)
    {
        double temperature = Math.Max(1e-6, options.Temperature), most = logits[Most(logits)], sum = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            double weight = Math.Exp((logits[token] - most) / temperature);
            weights[token] = weight > 0 ? weight : 0;
            sum += weights[token];
        }

        return sum;
    }

    private static int Most(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best] || float.IsNaN(logits[best])) best = i;
        return best;
    }
}
