using System.ComponentModel.DataAnnotations;

namespace Figment.Evaluation.Texts;

/// <summary>How a language model is judged.</summary>
internal sealed record TextEvaluationOptions
{
    /// <summary>Texts to make. 1 to 10,000.</summary>
    [Range(1, 10_000, ErrorMessage = "The number of texts must be between 1 and 10000.")]
    public int Count { get; init; } = 100;

    /// <summary>Tokens of each at most. 8 to 10,000.</summary>
    [Range(8, 10_000, ErrorMessage = "The number of tokens must be between 8 and 10000.")]
    public int Tokens { get; init; } = 200;

    /// <summary>Text to foresee at most, in tokens. 100 to 1,000,000,000.</summary>
    [Range(100, 1_000_000_000, ErrorMessage = "The number of tokens to foresee must be between 100 and 1000000000.")]
    public long MostTokens { get; init; } = 2_000_000;

    /// <summary>Chooses what is made. Any value.</summary>
    public long Seed { get; init; }
}
