using Figment.Models.Texts;

namespace Figment.Tests.Exports;

/// <summary>Checks what another program writes against the model, token by token.</summary>
internal sealed class Greedy : IDisposable
{
    /// <summary>Two logits so near each other are equally good: programs add in different orders.</summary>
    private const float Near = 1e-3f;

    private readonly TextModel model;
    private readonly TokenDecoder decoder;

    internal Greedy(TextModel model) => (this.model, decoder) = (model, model.NewDecoder());

    /// <summary>How many tokens were looked at.</summary>
    internal int Compared { get; private set; }

    /// <summary>The largest difference of a logit, where the other program tells its own.</summary>
    internal float LargestDifference { get; private set; }

    /// <summary>The largest difference of two numbers at the same place.</summary>
    internal static float Difference(float[] a, float[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();

    /// <summary>What a text begins with, as the model has learned it.</summary>
    internal int[] Begin(string prompt) => [model.Tokenizer.EndOfText, .. model.Tokenizer.Encode(prompt)];

    /// <summary>Checks that each token is the one that the model finds most probable, after those before.</summary>
    /// <param name="prompt">What the text begins with.</param>
    /// <param name="made">The tokens that the other program made of it.</param>
    /// <param name="logits">The logits that it reported for each of them; null if it reports none.</param>
    internal void Check(IReadOnlyList<int> prompt, IReadOnlyList<int> made, IReadOnlyList<float[]>? logits = null)
    {
        KeyValueCache cache = decoder.NewCache();
        float[] own = new float[decoder.Vocabulary];
        IEnumerable<int> next = prompt;
        for (int i = 0; i < made.Count; i++)
        {
            decoder.Read([.. next.Select(token => new DecoderRow(cache, token))], own);
            ReadOnlySpan<float> known = own.AsSpan(0, model.Tokenizer.VocabularySize);
            int best = 0;
            for (int token = 1; token < known.Length; token++)
                if (known[token] > known[best])
                    best = token;
            Assert.True(
                made[i] == best || known[best] - known[made[i]] < Near,
                $"Token {i} is {made[i]} ({known[made[i]]}), and {best} ({known[best]}) is more probable."
            );
            if (logits is not null)
            {
                Assert.Equal(known.Length, logits[i].Length);
                LargestDifference = Math.Max(LargestDifference, Difference(known.ToArray(), logits[i]));
            }

            next = [made[i]];
            Compared++;
        }
    }

    public void Dispose() => decoder.Dispose();
}
