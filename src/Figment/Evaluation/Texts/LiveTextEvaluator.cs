using Figment.Data.Texts;
using Figment.Models.Texts;

namespace Figment.Evaluation.Texts;

/// <summary>
/// Evaluates a language model while it trains: how well it predicts held-out text, and what it writes. By evaluating rarely, it
/// limits its cost to about 3% of the training time.
/// </summary>
internal sealed class LiveTextEvaluator
{
    // Predicting a token takes about a third as long as learning it, and generating one takes three times as long as learning
    // it.
    private const int MostTokens = 16_384,
        Texts = 8,
        TokensOfText = 128,
        Dearness = 30;

    private readonly TextDataset data;
    private readonly long seed;
    private readonly Lazy<(KnownText Known, double BytesAlone)> reference;
    private long last;

    /// <summary>Prepares an evaluator; the texts are analysed once, at the first evaluation.</summary>
    /// <param name="data">The training texts and the held-out texts.</param>
    /// <param name="seed">The seed of the generated texts.</param>
    internal LiveTextEvaluator(TextDataset data, long seed)
    {
        (this.data, this.seed) = (data, seed);
        reference = new(() => (new KnownText(data.Texts), ByteFrequencies.BitsPerByte(data.Texts, data.HeldOut)));
    }

    /// <summary>Whether an evaluation is due.</summary>
    /// <param name="tokens">The number of tokens learned so far.</param>
    /// <param name="isLast">Whether this is the end of training.</param>
    internal bool IsDue(long tokens, bool isLast) =>
        tokens > 0 && (isLast || tokens - last >= Dearness * ((2 * MostTokens / 3) + (3 * Texts * TokensOfText)));

    /// <summary>Continues as if the last evaluation had taken place after a given number of tokens.</summary>
    internal void GoOnFrom(long tokens) => last = tokens;

    /// <summary>Evaluates the model. The same model and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tokens">The number of tokens learned so far.</param>
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
