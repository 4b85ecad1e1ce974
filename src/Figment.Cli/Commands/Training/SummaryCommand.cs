using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Texts;
using Figment.Runs;
using Figment.Runs.Texts;
using TorchSharp;

namespace Figment.Cli.Commands;

/// <summary>
/// <c>figment summary</c>: shows the networks of a preset or run layer by layer, its options, and how it splits texts into
/// tokens.
/// </summary>
internal static class SummaryCommand
{
    private const int MostTokens = 12;

    private static readonly Argument<string> Preset = new("PRESET")
    {
        HelpName = "PRESET|RUN",
        Description = "The preset, or the folder of a run",
        DefaultValueFactory = _ => ModelCatalog.Presets[0].Name,
    };

    private static readonly Option<string> Shape = new("--shape")
    {
        Description = "The shape of the images: channels, height, width",
        HelpName = "CxHxW",
        DefaultValueFactory = _ => "1x28x28",
    };

    private static readonly Option<string?> Sentence = new("--text")
    {
        Description = "Show how this text splits into tokens, for a text preset or a run trained on texts",
        HelpName = "TEXT",
    };

    internal static Command Create()
    {
        Preset.NoOption();
        Command command = new("summary", "Show the layers, shapes and options of a preset or run") { Preset, Shape, Sentence };
        Preset.CompletionSources.Add([.. ModelCatalog.Presets.Select(preset => preset.Name)]);
        command.SetAction(
            (parsed, cancellation) => Task.FromResult(Execute(parsed, parsed.InvocationConfiguration.Output, cancellation))
        );
        return command.WithExamples(
            "figment summary",
            "figment summary dcgan --shape 3x32x32",
            "figment summary gpt",
            "figment summary runs/mine --text \"Once upon a time\""
        );
    }

    private static int Execute(ParseResult parsed, TextWriter output, CancellationToken cancellation)
    {
        string name = parsed.GetValue(Preset)!;
        string? sentence = parsed.GetValue(Sentence);
        if (RunFolder.Is(name))
        {
            RunFolder run = RunFolder.Open(name);
            using TrainableModel trained = run.LoadModel<TrainableModel>(torch.CPU, run.Preferred);
            Write(output, $"{Words.Printable(name)}: {run.Options.Preset} ({run.Model.Describe(run.Preferred)})", trained);
            foreach (Figment.Text said in OriginText.Of(run.Options))
                output.WriteLine(said.In(Language.English));
            ModelPreset recipe = ModelCatalog.Find(run.Options.Preset).OfRun(run.Options.Model);
            WriteOptions(output, "Options of its model:", recipe.OptionList);
            WriteTokens(output, trained, (trained as TextModel)?.Tokenizer, sentence);
            return CommandLine.Done;
        }

        ModelPreset preset = ModelCatalog.Find(name);
        ImageDescription images = new(ParseShape(parsed.GetValue(Shape)!));
        using Dataset? own = preset.Learns(images)
            ? null
            : DataKinds.Of(preset.Data).Open(preset.Data, null, LoadingView.OnError(), cancellation);
        DataDescription data = own?.Description ?? images;
        using TrainableModel model = preset.Create(preset.OptionsFor(data), data, new SeededRandom(0));
        Write(output, $"{preset.Name}: {preset.Description}", model);
        if (own is not null)
        {
            output.WriteLine($"Tuned for '{preset.Data}', its default data.");
            output.WriteLine();
        }

        WriteOptions(output, "Options, to change with 'figment train --set NAME=VALUE':", preset.OptionListFor(data));
        WriteTokens(output, model, own is TextDataset texts ? TextForecast.Of(texts, cancellation).Tokenizer : null, sentence);
        return CommandLine.Done;
    }

    private static void Write(TextWriter output, string title, TrainableModel model)
    {
        output.WriteLine(title);
        output.WriteLine();
        foreach (string line in model.Summary().Split(Environment.NewLine))
            output.WriteLine(line);
    }

    private static void WriteOptions(TextWriter output, string title, IReadOnlyList<ModelOption> options)
    {
        output.WriteLine(title);
        int width = options.Max(option => option.Name.Length);
        foreach (ModelOption option in options)
            output.WriteLine($"  {option.Name.PadRight(width)}  {ModelOption.Write(option.Default), -13}  {option.Description}");
    }

    private static void WriteTokens(TextWriter output, TrainableModel model, Tokenizer? tokenizer, string? sentence)
    {
        if (tokenizer is null)
        {
            if (sentence is not null)
                throw new OptionsException([
                    $"--text shows tokens, but {model.GetType().Name} has none. Omit it, or choose a preset or run that works "
                        + $"with texts.",
                ]);
            return;
        }

        output.WriteLine();
        output.WriteLine(
            $"{Words.Number(tokenizer.VocabularySize)} tokens: 256 bytes, {Words.Number(tokenizer.Merges.Count)} "
                + $"learned from the text, 3 special tokens"
        );
        IReadOnlyList<string> longest = TokenPieces.Longest(tokenizer, MostTokens);
        if (longest.Count > 0)
            output.WriteLine($"the longest learned tokens: {string.Join("  ", longest.Select(token => Words.Printable(token)))}");
        if (sentence is null)
            return;
        IReadOnlyList<string> pieces = TokenPieces.Of(tokenizer, sentence);
        output.WriteLine($"{Words.Count(pieces.Count, "tokens")}: {Words.Printable(string.Join('|', pieces))}");
    }

    private static ImageShape ParseShape(string text)
    {
        int[] sizes = [.. text.Split('x', '×').Select(part => int.TryParse(part, out int size) ? size : 0)];
        return sizes is [1 or 3, >= 1 and <= 1024, >= 1 and <= 1024]
            ? new ImageShape(sizes[0], sizes[1], sizes[2])
            : throw new OptionsException([
                $"The value of --shape, {text}, is not a shape. Use channels (1 or 3), height, and width (1 to 1024), for "
                    + $"example 1x28x28.",
            ]);
    }
}
