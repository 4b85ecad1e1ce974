using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;

namespace Figment.Cli.Terminal;

/// <summary>Options and value parsers that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>The values that an option for data takes.</summary>
    internal static string DataSources =>
        $"{string.Join(", ", [.. Datasets.Names, .. TextSources.Names, .. SoundSources.Names])}; "
        + $"a folder or ZIP of pictures, texts or recordings; or a file: {ImageFiles}, .txt, .md, .jsonl, {Packed}";

    /// <summary>The values that an option for images takes.</summary>
    internal static string ImageSources =>
        $"{string.Join(", ", Datasets.Names)}; a folder or ZIP of pictures; or a file: {ImageFiles}, {Packed}";

    private const string ImageFiles = ".npy, IDX, CIFAR-10",
        Packed = "or a file from 'figment data pack'";

    /// <summary><c>--device</c>. An unknown word is a usage error; a device that does not exist is a failure.</summary>
    internal static Option<string> Device()
    {
        Option<string> option = new("--device")
        {
            Description = "Where to compute: auto, cpu, cuda, cuda:1 …",
            HelpName = "D",
            DefaultValueFactory = _ => ComputeDevice.Names[0],
        };
        option.CompletionSources.Add([.. ComputeDevice.Names]);
        option.Validators.Add(result =>
        {
            if (result.Tokens is [Token token] && !ComputeDevice.IsKnown(token.Value))
                result.AddError(ComputeDevice.ExplainUnknown(token.Value).ToString());
        });
        return option;
    }

    /// <summary>
    /// An option that takes a decimal number. The parser of .NET takes a comma as a thousands separator and would read 0,001 as
    /// 1.
    /// </summary>
    internal static Option<double?> Number(string name, string helpName, string description) =>
        new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result =>
            {
                string text = result.Tokens[0].Value;
                if (
                    double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                    && double.IsFinite(value)
                )
                    return value;
                result.AddError($"{name} needs a number with a decimal point (0.001), not '{text}'.");
                return null;
            },
        };

    /// <summary>
    /// Makes an argument reject a misspelt option: otherwise <c>train --stepz 5</c> would try to train a preset with that name.
    /// </summary>
    internal static Argument<T> NoOption<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens is [Token token] && token.Value.StartsWith('-'))
                result.AddError($"There is no option '{token.Value}'.");
        });
        return argument;
    }

    /// <summary>An option that takes a whole number of at least 1.</summary>
    internal static Option<int?> Positive(string name, string description)
    {
        Option<int?> option = new(name) { Description = description, HelpName = "N" };
        option.Validators.Add(result =>
        {
            if (
                result.Tokens is [Token token]
                && int.TryParse(token.Value, CultureInfo.InvariantCulture, out int value)
                && value < 1
            )
                result.AddError($"{name} must be at least 1.");
        });
        return option;
    }

    /// <summary>Image numbers, separated by commas, each at least 0.</summary>
    /// <exception cref="OptionsException">The text is something else.</exception>
    internal static IReadOnlyList<int> Numbers(string option, string text)
    {
        int[] numbers =
        [
            .. text.Split(',', StringSplitOptions.TrimEntries)
                .Select(item =>
                    int.TryParse(item, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1
                ),
        ];
        return numbers.Contains(-1)
            ? throw new OptionsException([$"{option} needs numbers of at least 0, separated by commas (0,5,9), not '{text}'."])
            : numbers;
    }
}
