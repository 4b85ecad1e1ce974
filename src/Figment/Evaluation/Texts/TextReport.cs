namespace Figment.Evaluation.Texts;

/// <summary>How well a model foresees some texts.</summary>
/// <param name="Source">What they are.</param>
/// <param name="Texts">How many.</param>
/// <param name="Tokens">Tokens that were foreseen.</param>
/// <param name="Bytes">Bytes that they stand for.</param>
/// <param name="BitsPerByte">Comparable between all models of the same text.</param>
/// <param name="BitsPerCharacter">The same for each character.</param>
/// <param name="NatsPerToken">Comparable between models of one tokenizer.</param>
/// <param name="Perplexity">e to the power of that.</param>
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

/// <summary>What an evaluation of a language model found; the content of <c>report.json</c>.</summary>
internal sealed record TextReport
{
    /// <summary>Figment's version.</summary>
    public required string Figment { get; init; }

    /// <summary>The run and its checkpoint.</summary>
    public required string Subject { get; init; }

    /// <summary>Its preset.</summary>
    public required string Preset { get; init; }

    /// <summary>Tokens of its tokenizer.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Tokens that it sees at once: text is foreseen in blocks of so many, each by itself.</summary>
    public required int Context { get; init; }

    /// <summary>Text that was held back.</summary>
    public required TextScore HeldOut { get; init; }

    /// <summary>Text that was learned from, as much of it.</summary>
    public required TextScore Training { get; init; }

    /// <summary>What held-out text takes when only the frequency of bytes is known.</summary>
    public required double BytesAlone { get; init; }

    /// <summary>The texts that the model made.</summary>
    public required Passages Made { get; init; }

    /// <summary>Held-out texts, as long.</summary>
    public required Passages Real { get; init; }

    /// <summary>Some of what it made.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>How it was asked for.</summary>
    public required TextEvaluationOptions Options { get; init; }

    /// <summary>SHA-256 over the texts, those that are held back among them.</summary>
    public required string Sha256 { get; init; }

    /// <summary>How long it took.</summary>
    public required double Seconds { get; init; }
}
