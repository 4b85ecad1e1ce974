using System.CommandLine;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>Options that the commands share which judge images.</summary>
internal static class EvaluationOptionsOfCommands
{
    /// <summary><c>--features</c>.</summary>
    /// <param name="auto">What is taken where nobody says it.</param>
    /// <param name="more">What else there is.</param>
    internal static Option<string> Features(string auto, string more = "")
    {
        Option<string> option = new("--features")
        {
            Description =
                $"What images and sounds are judged with: auto ({auto}), pixels, {string.Join(", ", Extractors.BuiltIn)}, "
                + $"a file of 'figment evaluator train', an ONNX file{more}",
            HelpName = "X",
            DefaultValueFactory = _ => Extractors.Auto,
        };
        option.CompletionSources.Add([Extractors.Auto, Extractors.Pixels, .. Extractors.BuiltIn]);
        return option;
    }

    /// <summary><c>--language</c>.</summary>
    internal static Option<Language> Language(string description) =>
        new("--language")
        {
            Description = description,
            HelpName = string.Join('|', Languages.All.Select(known => known.Code)),
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (Languages.Called(word) is Language known)
                    return known;
                result.AddError(
                    $"--language {word} is not known. Use {string.Join(" or ", Languages.All.Select(each => each.Code))}."
                );
                return default;
            },
        };

    /// <summary><c>--checkpoint</c>; null leaves the choice to the run.</summary>
    internal static Option<Checkpoint?> Which() =>
        new("--checkpoint")
        {
            Description = "Which weights: those with the best samples (the default where samples were judged) or the last",
            HelpName = "best|last",
        };
}
