using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Texts;

/// <summary>How a language model is evaluated.</summary>
internal sealed record TextEvaluationOptions
{
    /// <summary>The number of texts to generate. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "The number of texts must be between 1 and 10000.")]
    public int Count { get; init; } = 100;

    /// <summary>The maximum number of tokens in each text. 8 to 10,000.</summary>
    [Range(8, 10_000, ErrorMessage = "The number of tokens must be between 8 and 10000.")]
    public int Tokens { get; init; } = 200;

    /// <summary>The maximum number of tokens to predict. 100 to 1,000,000,000.</summary>
    [Range(100, 1_000_000_000, ErrorMessage = "The number of held-out tokens to predict must be between 100 and 1000000000.")]
    public long MostTokens { get; init; } = 2_000_000;

    /// <summary>The seed of the generated texts; any value.</summary>
    public long Seed { get; init; }
}
