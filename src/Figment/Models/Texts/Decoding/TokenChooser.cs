using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Figment.Backend;

namespace Figment.Models.Texts;

/// <summary>Draws a token from logits.</summary>
internal static class TokenChooser
{
    private const int Lanes = 16;

    /// <summary>Draws one token.</summary>
    /// <param name="logits">The logits of all tokens; −∞ for tokens that must not be drawn.</param>
    /// <param name="options">How tokens are drawn.</param>
    /// <param name="uniform">A uniform random number, at least 0 and below 1.</param>
    internal static int Choose(ReadOnlySpan<float> logits, TextOptions options, double uniform)
    {
        if (options.Temperature == 0)
            return Most(logits);
        float[] rented = ArrayPool<float>.Shared.Rent(logits.Length + Lanes);
        try
        {
            Span<float> weights = rented.AsSpan(0, Padded(logits.Length));
            double sum = Weigh(logits, options, weights);
            if (options.TopK > 0 || options.TopP < 1)
                KeepOnly(Ordered(weights, options, sum), weights);
            return Draw(weights, uniform);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Returns the tokens that can be drawn, the most probable first, with their probabilities before the others are removed.
    /// </summary>
    internal static (int Token, double Probability)[] Kept(ReadOnlySpan<float> logits, TextOptions options)
    {
        float[] weights = new float[Padded(logits.Length)];
        double sum = Weigh(logits, options, weights);
        return [.. Ordered(weights, options, sum).Select(token => (token, weights[token] / sum))];
    }

    /// <summary>
    /// Computes probabilities relative to the most probable token; 0 for those below the smallest that may be drawn.
    /// </summary>
    /// <param name="logits">The logits of all tokens.</param>
    /// <param name="options">How tokens are drawn.</param>
    /// <param name="weights">Receives the relative probabilities; longer than the logits, to fill the last vector.</param>
    /// <returns>The sum over all tokens.</returns>
    private static double Weigh(ReadOnlySpan<float> logits, TextOptions options, Span<float> weights)
    {
        logits.CopyTo(weights);
        weights[logits.Length..].Fill(float.NegativeInfinity);
        Span<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(weights);
        Vector512<float> least = Vector512.Create((float)options.MinP);
        Vector512<float> most = Vector512.Create(logits[Most(logits)]),
            scale = Vector512.Create((float)(1 / Math.Max(1e-6, options.Temperature)));
        double sum = 0;
        foreach (ref Vector512<float> vector in vectors)
        {
            Vector512<float> exp = Exponential.Of((vector - most) * scale); // 0 where a logit is not a number.
            sum += Vector512.Sum(exp);
            vector = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(exp, least), exp, Vector512<float>.Zero);
        }

        return sum;
    }

    /// <summary>
    /// Returns the tokens that the options keep, out of those with a weight, the most probable first; at least one.
    /// </summary>
    private static int[] Ordered(ReadOnlySpan<float> weights, TextOptions options, double sum)
    {
        // Ties go to the token with the lower number. Sorting plain integers is several times as fast as sorting with a comparer.
        ulong[] order = new ulong[weights.Length];
        int all = 0;
        for (int token = 0; token < weights.Length; token++)
            if (weights[token] > 0)
                order[all++] = ((ulong)~BitConverter.SingleToUInt32Bits(weights[token]) << 32) | (uint)token;
        Array.Sort(order, 0, all);
        int count = options.TopK > 0 ? Math.Min(options.TopK, all) : all,
            enough = 0;
        double together = 0;
        while (enough < count && together < options.TopP * sum * (1 - 1e-12))
            together += weights[(int)(uint)order[enough++]];
        return [.. order.Take(Math.Max(1, options.TopP < 1 ? enough : count)).Select(entry => (int)(uint)entry)];
    }

    private static void KeepOnly(int[] tokens, Span<float> weights)
    {
        float[] kept = new float[tokens.Length];
        for (int i = 0; i < tokens.Length; i++)
            kept[i] = weights[tokens[i]];
        weights.Clear();
        for (int i = 0; i < tokens.Length; i++)
            weights[tokens[i]] = kept[i];
    }

    /// <summary>Draws in proportion to the weights: first finds the group of sixteen, and then the token within it.</summary>
    private static int Draw(ReadOnlySpan<float> weights, double uniform)
    {
        ReadOnlySpan<Vector512<float>> vectors = MemoryMarshal.Cast<float, Vector512<float>>(weights);
        double sum = 0;
        foreach (Vector512<float> vector in vectors)
            sum += Vector512.Sum(vector);
        double at = uniform * sum;
        for (int i = 0; i < vectors.Length; i++)
        {
            double part = Vector512.Sum(vectors[i]);
            if (at >= part)
            {
                at -= part;
                continue;
            }

            for (int token = i * Lanes; token < (i + 1) * Lanes; token++)
            {
                at -= weights[token];
                if (at < 0)
                    return token;
            }
        }

        return Math.Max(0, weights.LastIndexOfAnyExcept(0f)); // Reached when rounding leaves a small remainder.
    }

    private static int Most(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best] || float.IsNaN(logits[best]))
                best = i;
        return best;
    }

    private static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;
}
