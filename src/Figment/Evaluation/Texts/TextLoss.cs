using Figment.Data.Texts;
using Figment.Models.Texts;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Evaluation.Texts;

/// <summary>How well a model foresees texts.</summary>
/// <param name="nats">−log p of all tokens, summed.</param>
/// <param name="tokens">How many tokens.</param>
/// <param name="bytes">How many bytes of text they stand for.</param>
/// <param name="characters">How many characters.</param>
public sealed class TextLoss(double nats, long tokens, long bytes, long characters)
{
    private const long TokensAtOnce = 4096;

    /// <summary>How many tokens were foreseen.</summary>
    public long Tokens { get; } = tokens;

    /// <summary>How many bytes of text they stand for.</summary>
    public long Bytes { get; } = bytes;

    /// <summary>Nats for each token: comparable between models of one tokenizer.</summary>
    public double NatsPerToken => nats / Tokens;

    /// <summary>e to the power of that.</summary>
    public double Perplexity => Math.Exp(NatsPerToken);

    /// <summary>Bits for each byte of text: comparable between all models of the same text.</summary>
    public double BitsPerByte => nats / Math.Log(2) / Math.Max(1, Bytes);

    /// <summary>Bits for each character.</summary>
    public double BitsPerCharacter => nats / Math.Log(2) / Math.Max(1, characters);

    /// <summary>
    /// Has a model foresee texts: in blocks of its context, each by itself, so that the first token of a block has none before it
    /// but one.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="most">How many tokens at most, from the beginning.</param>
    /// <param name="context">The blocks' length; null is the model's.</param>
    /// <param name="cancellationToken">Stops.</param>
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
            throw new FigmentException("The text is shorter than two tokens, too short to judge by.");
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
