using Figment.Data.Texts;
using Figment.Models.Texts;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Evaluation.Texts;

/// <summary>
/// How well a model predicts texts (the cross-entropy and perplexity of C. Shannon, "Prediction and Entropy of Printed English",
/// 1951; F. Jelinek et al., "Perplexity—a measure of the difficulty of speech recognition tasks", 1977).
/// </summary>
/// <param name="nats">The sum of −log p over all tokens, in nats.</param>
/// <param name="tokens">The number of tokens.</param>
/// <param name="bytes">The number of bytes of text that the tokens stand for.</param>
/// <param name="characters">The number of characters.</param>
public sealed class TextLoss(double nats, long tokens, long bytes, long characters)
{
    private const long TokensAtOnce = 4096;

    /// <summary>The number of tokens predicted.</summary>
    public long Tokens { get; } = tokens;

    /// <summary>The number of bytes of text that the tokens stand for.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Nats per token; comparable between models with the same tokenizer.</summary>
    public double NatsPerToken => nats / Tokens;

    /// <summary>The perplexity, e to the power of <see cref="NatsPerToken"/>.</summary>
    public double Perplexity => Math.Exp(NatsPerToken);

    /// <summary>Bits per byte of text; comparable between all models on the same text.</summary>
    public double BitsPerByte => nats / Math.Log(2) / Math.Max(1, Bytes);

    /// <summary>Bits per character.</summary>
    public double BitsPerCharacter => nats / Math.Log(2) / Math.Max(1, characters);

    /// <summary>
    /// Measures how well a model predicts texts, in independent blocks of its context length. The first token that is predicted
    /// in a block has only one token before it.
    /// </summary>
    /// <param name="model">The model to evaluate.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="most">The maximum number of tokens, counted from the beginning.</param>
    /// <param name="context">The length of blocks in tokens; null for the model's context.</param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    /// <exception cref="FigmentException">The texts are shorter than two tokens.</exception>
    public static TextLoss Of(
        TextModel model,
        TextSet texts,
        long most = long.MaxValue,
        int? context = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(texts);
        Tokenizer tokenizer = model.Tokenizer;
        using TokenSequence sequence = TokenSequence.Of(texts, tokenizer, most, cancellationToken);
        if (sequence.Length < 2)
            throw new FigmentException("The text is shorter than two tokens, which is too short for judging a model.");
        int length = (int)Math.Min(context ?? model.Context, sequence.Length - 1);
        long blocks = (sequence.Length - 1) / length,
            atOnce = Math.Max(1, TokensAtOnce / length),
            bytes = 0,
            characters = 0;
        double nats = 0;
        for (long first = 0; first < blocks; first += atOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(atOnce, blocks - first);
            using DisposeScope scope = NewDisposeScope();
            long[] tokens = new long[count * length],
                next = new long[count * length];
            ReadOnlySpan<ushort> read = sequence.Slice(first * length, (count * length) + 1);
            for (int i = 0; i < tokens.Length; i++)
            {
                (tokens[i], next[i]) = (read[i], read[i + 1]);
                ReadOnlySpan<byte> text = tokenizer.BytesOf(read[i + 1]);
                bytes += text.Length;
                characters += TextSet.CharactersOf(text);
            }

            Tensor logits = model.Logits(tensor(tokens, [count, length]).to(model.Device));
            nats += functional
                .cross_entropy(logits.flatten(0, 1), tensor(next).to(model.Device), reduction: nn.Reduction.None)
                .to(ScalarType.Float64)
                .sum()
                .item<double>();
        }

        return new TextLoss(nats, blocks * length, bytes, characters);
    }
}
