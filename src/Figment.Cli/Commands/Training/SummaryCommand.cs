using System.CommandLine;
using Figment.Backend;
using Figment.Cli.Terminal;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;

namespace Figment.Cli.Commands;

/// <summary><c>figment summary</c>: a preset's networks, layer by layer, and its options.</summary>
internal static class SummaryCommand
{
    private static readonly Argument<string> Preset = new("PRESET") { HelpName = "PRESET", Description = "Which preset", DefaultValueFactory = _ => ModelCatalog.Presets[0].Name };
    private static readonly Option<string> Shape = new("--shape") { Description = "The images to make: channels, height, width", HelpName = "CxHxW", DefaultValueFactory = _ => "1x28x28" };

    internal static Command Create()
    {
        Preset.NoOption();
        Command command = new("summary", "Show a preset's networks: layers, output shapes, parameter counts") { Preset, Shape };
        Preset.CompletionSources.Add([.. ModelCatalog.Presets.Select(preset => preset.Name)]);
        command.SetAction(parsed => Execute(parsed.GetValue(Preset)!, parsed.GetValue(Shape)!, parsed.InvocationConfiguration.Output));
        return command.WithExamples("figment summary", "figment summary dcgan --shape 3x32x32");
    }

    private static int Execute(string name, string shapeText, TextWriter output)
    {
        ModelPreset preset = ModelCatalog.Find(name);
        ImageDescription data = new(ParseShape(shapeText));
        using TrainableModel model = preset.Create(preset.OptionsFor(data), data, new SeededRandom(0));
        output.WriteLine($"{preset.Name}: {preset.Description}");
        output.WriteLine();
        foreach (string line in model.Summary().Split(Environment.NewLine)) output.WriteLine(line);
        output.WriteLine("Options, to be changed with 'figment train --set NAME=VALUE':");
        int width = preset.OptionList.Max(option => option.Name.Length);
        foreach (ModelOption option in preset.OptionListFor(data))
            output.WriteLine($"  {option.Name.PadRight(width)}  {ModelOption.Write(option.Default),-13}  {option.Description}");

        return CommandLine.Done;
    }

    private static ImageShape ParseShape(string text)
    {
        int[] sizes = [.. text.Split('x', '×').Select(part => int.TryParse(part, out int size) ? size : 0)];
        return sizes is [1 or 3, >= 1 and <= 1024, >= 1 and <= 1024]
            ? new ImageShape(sizes[0], sizes[1], sizes[2])
            : throw new OptionsException([$"--shape {text} is not channels (1 or 3), height and width (1 to 1024), for instance 1x28x28."]);
    }
}
