namespace Figment.Evaluation.Texts;

/// <summary>How well a model predicts some texts.</summary>
/// <param name="Source">What the texts are.</param>
/// <param name="Texts">The number of texts.</param>
/// <param name="Tokens">The number of tokens predicted.</param>
/// <param name="Bytes">The number of bytes that the tokens stand for.</param>
/// <param name="BitsPerByte">Bits per byte; comparable between all models on the same text.</param>
/// <param name="BitsPerCharacter">Bits per character.</param>
/// <param name="NatsPerToken">Nats per token; comparable between models with the same tokenizer.</param>
/// <param name="Perplexity">The perplexity, e to the power of <paramref name="NatsPerToken"/>.</param>
internal sealed record TextScore(
    string Source,
    int Texts,
    long Tokens,
    long Bytes,
    double BitsPerByte,
    double BitsPerCharacter,
    double NatsPerToken,
    double Perplexity
)
{
    internal static TextScore Of(string source, int texts, TextLoss loss) =>
        new(source, texts, loss.Tokens, loss.Bytes, loss.BitsPerByte, loss.BitsPerCharacter, loss.NatsPerToken, loss.Perplexity);
}

/// <summary>The results of evaluating a language model; the content of <c>report.json</c>.</summary>
internal sealed record TextReport
{
    /// <summary>The version of Figment.</summary>
    public required string Figment { get; init; }

    /// <summary>The run and its checkpoint.</summary>
    public required string Subject { get; init; }

    /// <summary>The name of the preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The number of tokens in the tokenizer's vocabulary.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>
    /// The number of tokens that the model sees at once; text is predicted in independent blocks of this length.
    /// </summary>
    public required int Context { get; init; }

    /// <summary>The score on held-out text.</summary>
    public required TextScore HeldOut { get; init; }

    /// <summary>The score on the same amount of training text.</summary>
    public required TextScore Training { get; init; }

    /// <summary>The bits per byte of held-out text for a predictor that knows only the frequencies of the bytes.</summary>
    public required double BytesAlone { get; init; }

    /// <summary>The texts that the model generated.</summary>
    public required Passages Made { get; init; }

    /// <summary>Held-out texts of the same length.</summary>
    public required Passages Real { get; init; }

    /// <summary>Some of the generated texts.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>The options of the evaluation.</summary>
    public required TextEvaluationOptions Options { get; init; }

    /// <summary>The SHA-256 over the texts, including the held-out ones, in hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The duration in seconds.</summary>
    public required double Seconds { get; init; }
}
