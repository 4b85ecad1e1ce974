using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Data.Texts;

namespace Figment.Cli.Terminal;

/// <summary>Options and readers of values that several commands share.</summary>
internal static class CommonOptions
{
    /// <summary>What may be written where data is asked for.</summary>
    internal static string DataSources =>
        $"{string.Join(", ", [.. Datasets.Names, .. TextSources.Names, .. SoundSources.Names])}; "
        + $"a folder or ZIP of pictures, texts or recordings; or a file: {ImageFiles}, .txt, .md, .jsonl, {Packed}";

    /// <summary>What may be written where images are asked for.</summary>
    internal static string ImageSources =>
        $"{string.Join(", ", Datasets.Names)}; a folder or ZIP of pictures; or a file: {ImageFiles}, {Packed}";

    private const string ImageFiles = ".npy, IDX, CIFAR-10's",
        Packed = "or what 'figment data pack' made";

    /// <summary><c>--device</c>; an unknown word is wrong usage, a device that is not there is a failure.</summary>
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
                result.AddError(ComputeDevice.ExplainUnknown(token.Value));
        });
        return option;
    }

    /// <summary>
    /// An option that takes a number with decimals. The parser that .NET offers takes a comma for a separator of
    /// thousands, so that 0,001 would be read as 1.
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
                result.AddError($"{name} needs a number, with a point before its decimals (0.001), not '{text}'.");
                return null;
            },
        };

    /// <summary>
    /// An argument that never swallows a misspelt option: <c>train --stepz 5</c> would otherwise train a preset of that name.
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

    /// <summary>The numbers of images: apart by commas, each from 0 on.</summary>
    /// <exception cref="OptionsException">It is something else.</exception>
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
            ? throw new OptionsException([$"{option} needs numbers from 0 on with commas between them (0,5,9), not '{text}'."])
            : numbers;
    }
}
