using System.CommandLine;
using Figment.Models.Texts;

namespace Figment.Cli.Terminal;

/// <summary>
/// How text is written: <c>--tokens</c>, <c>--temperature</c>, <c>--top-k</c>, <c>--top-p</c>, <c>--min-p</c>, <c>--seed</c>,
/// <c>--stop</c>.
/// </summary>
internal sealed class TextChoice
{
    private static readonly TextOptions Defaults = new();

    private readonly Option<int?> tokens = CommonOptions.Positive(
        "--tokens",
        $"The maximum number of tokens to write (default {Defaults.Tokens})"
    );
    private readonly Option<double?> temperature = CommonOptions.Number(
        "--temperature",
        "X",
        $"Above 1 is more surprising, below 1 more predictable; 0 always takes the most likely token (default "
            + $"{Words.Number(Defaults.Temperature, 1)})"
    );
    private readonly Option<int?> topK = CommonOptions.Positive("--top-k", "Draw only from the N most likely tokens");
    private readonly Option<double?> topP = CommonOptions.Number(
        "--top-p",
        "X",
        "Draw only from the most likely tokens whose probabilities add up to this, for example 0.9"
    );
    private readonly Option<double?> minP = CommonOptions.Number(
        "--min-p",
        "X",
        "Draw only from tokens whose probability is at least this fraction of the most likely token's; 0 allows all (default "
            + "0.05)"
    );
    private readonly Option<string[]> stop = new("--stop")
    {
        Description = "Stop before this text (may be repeated)",
        HelpName = "TEXT",
    };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [tokens, temperature, topK, topP, minP, stop, SampleChoice.Seed];

    /// <summary>The chosen text options.</summary>
    /// <exception cref="OptionsException">A value is out of range.</exception>
    internal TextOptions Of(ParseResult parsed)
    {
        TextOptions options = new()
        {
            Tokens = parsed.GetValue(tokens) ?? Defaults.Tokens,
            Temperature = parsed.GetValue(temperature) ?? Defaults.Temperature,
            TopK = parsed.GetValue(topK) ?? Defaults.TopK,
            TopP = parsed.GetValue(topP) ?? Defaults.TopP,
            MinP = parsed.GetValue(minP) ?? Defaults.MinP,
            Stop = parsed.GetValue(stop) ?? [],
            Seed = parsed.GetValue(SampleChoice.Seed),
        };
        OptionsValidator.ThrowIfInvalid(options);
        return options;
    }
}
