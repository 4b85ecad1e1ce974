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
        $"Tokens to write at most (default {Defaults.Tokens})"
    );
    private readonly Option<double?> temperature = CommonOptions.Number(
        "--temperature",
        "X",
        $"Above 1 more surprising, below 1 more usual, 0 always the most probable (default "
            + $"{Words.Number(Defaults.Temperature, 1)})"
    );
    private readonly Option<int?> topK = CommonOptions.Positive("--top-k", "Draw from so many of the most probable tokens only");
    private readonly Option<double?> topP = CommonOptions.Number(
        "--top-p",
        "X",
        "Draw from the most probable tokens that have this probability together, for instance 0.9"
    );
    private readonly Option<double?> minP = CommonOptions.Number(
        "--min-p",
        "X",
        "Draw from tokens that are at least so probable beside the most probable one; 0 is all (default 0.05)"
    );
    private readonly Option<string[]> stop = new("--stop")
    {
        Description = "End before this text (may be given several times)",
        HelpName = "TEXT",
    };

    /// <summary>The options.</summary>
    internal IReadOnlyList<Option> Options => [tokens, temperature, topK, topP, minP, stop, SampleChoice.Seed];

    /// <summary>What was chosen.</summary>
    /// <exception cref="OptionsException">Something is out of its range.</exception>
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
