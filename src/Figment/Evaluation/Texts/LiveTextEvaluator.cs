using Figment.Data.Texts;
using Figment.Models.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>
/// Looks at a language model while it trains: how well it foresees text that is held back, and what it writes. What it costs is
/// bounded by looking only so often, some 3% of the training's time.
/// </summary>
internal sealed class LiveTextEvaluator
{
    // Foreseeing a token takes about a third of learning from it, and making one three times as long.
    private const int MostTokens = 16_384,
        Texts = 8,
        TokensOfText = 128,
        Dearness = 30;

    private readonly TextDataset data;
    private readonly long seed;
    private readonly Lazy<(KnownText Known, double BytesAlone)> reference;
    private long last;

    /// <summary>Prepares to look; the texts are looked over once, when the model is first looked at.</summary>
    /// <param name="data">What the model learns from, and what is held back.</param>
    /// <param name="seed">Chooses what is written.</param>
    internal LiveTextEvaluator(TextDataset data, long seed)
    {
        (this.data, this.seed) = (data, seed);
        reference = new(() => (new KnownText(data.Texts), ByteFrequencies.BitsPerByte(data.Texts, data.HeldOut)));
    }

    /// <summary>Whether it is time for a look.</summary>
    /// <param name="tokens">Tokens learned from so far.</param>
    /// <param name="isLast">Whether the training ends here.</param>
    internal bool IsDue(long tokens, bool isLast) =>
        tokens > 0 && (isLast || tokens - last >= Dearness * ((2 * MostTokens / 3) + (3 * Texts * TokensOfText)));

    /// <summary>Goes on as if the last look had been so many tokens into the training.</summary>
    internal void GoOnFrom(long tokens) => last = tokens;

    /// <summary>Looks. The same model and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">Tokens learned from so far.</param>
    internal LiveTextEvaluation Look(TextModel model, long tokens)
    {
        last = tokens;
        TextLoss heldOut = TextLoss.Of(model, data.HeldOut, MostTokens),
            training = TextLoss.Of(model, data.Texts, MostTokens);
        byte[][] made =
        [
            .. model
                .Write(
                    Texts,
                    new TextOptions
                    {
                        Seed = seed,
                        Tokens = TokensOfText,
                        Temperature = 1,
                        MinP = 0,
                    }
                )
                .Select(System.Text.Encoding.UTF8.GetBytes),
        ];
        (KnownText known, double bytesAlone) = reference.Value;
        return new LiveTextEvaluation
        {
            BitsPerByte = heldOut.BitsPerByte,
            TrainingBitsPerByte = training.BitsPerByte,
            BytesAlone = bytesAlone,
            Made = known.Look(made),
            HeldOut = known.Look(TextExcerpts.Of(data.HeldOut, Texts, (int)made.Average(text => text.Length))),
        };
    }
}
