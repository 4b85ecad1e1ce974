using System.CommandLine;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Cli.Terminal;

/// <summary>Options shared by the commands that judge images.</summary>
internal static class EvaluationOptionsOfCommands
{
    /// <summary><c>--features</c>.</summary>
    /// <param name="auto">What <c>auto</c> stands for.</param>
    /// <param name="more">What else the option accepts.</param>
    internal static Option<string> Features(string auto, string more = "")
    {
        Option<string> option = new("--features")
        {
            Description =
                $"The features used to judge images and sounds: auto ({auto}), pixels, {string.Join(", ", Extractors.BuiltIn)}, "
                + $"a file from 'figment evaluator train', or an ONNX file{more}",
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

    /// <summary><c>--checkpoint</c>; null uses the run's preferred one.</summary>
    internal static Option<Checkpoint?> Which() =>
        new("--checkpoint")
        {
            Description = "The weights to use: best (the default if samples were judged) or last",
            HelpName = "best|last",
        };
}
