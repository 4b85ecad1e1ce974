using System.CommandLine;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>Options that the commands share which judge images.</summary>
internal static class EvaluationOptionsOfCommands
{
    /// <summary><c>--features</c>.</summary>
    internal static Option<string> Features(string more = "")
    {
        Option<string> option = new("--features")
        {
            Description = $"What images are judged with: auto (the classifier of that data, else pixels), pixels, {string.Join(", ", Extractors.BuiltIn)}, a file of 'figment evaluator train', an ONNX file{more}",
            HelpName = "X",
            DefaultValueFactory = _ => Extractors.Auto,
        };
        option.CompletionSources.Add([Extractors.Auto, Extractors.Pixels, .. Extractors.BuiltIn]);
        return option;
    }

    /// <summary><c>--language</c>.</summary>
    internal static Option<Language> Language(string description) => new("--language")
    {
        Description = description,
        HelpName = "en|zh",
        CustomParser = result =>
        {
            switch (result.Tokens[0].Value.ToLowerInvariant())
            {
                case "en" or "english":
                    return Figment.Language.English;
                case "zh" or "chinese" or "中文":
                    return Figment.Language.Chinese;
                default:
                    result.AddError($"--language {result.Tokens[0].Value} is not known. Use en or zh.");
                    return default;
            }
        },
    };

    /// <summary><c>--checkpoint</c>; null leaves the choice to the run.</summary>
    internal static Option<Checkpoint?> Which() => new("--checkpoint") { Description = "Which weights: best (where the samples were best; the default) or last", HelpName = "best|last" };
}
