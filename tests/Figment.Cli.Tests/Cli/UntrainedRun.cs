using Figment.Backend;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Tests.Cli;

/// <summary>A run of an untrained model of 8 × 8 pixels and three classes.</summary>
internal static class UntrainedRun
{
    internal static readonly ImageShape Shape = new(1, 8, 8);
    private static readonly string[] Names = ["Trouser", "Shirt", "Bag"];

    internal static void Write(
        string path,
        bool conditional,
        string presetName = "classic",
        Dictionary<string, string>? changes = null
    )
    {
        ModelPreset preset = ModelCatalog.Find(presetName).WithChanges(changes ?? []);
        ImageRunData data = new(
            "data-images-idx3-ubyte",
            "data",
            48,
            [.. Names.Select(each => new RunClass(each, 16))],
            Shape,
            new string('0', 64)
        );
        ModelOptions options = ((ClassModelOptions)preset.OptionsFor(data.Describe())) with { Conditional = conditional };
        RunFolder run = NewRunFolder.Create(
            path,
            new RunOptions
            {
                Preset = preset.Name,
                Model = OptionsJson.ToElement(options),
                Training = new TrainingOptions(),
                Data = data,
                Environment = new RunEnvironment("test", "test", "test", "cpu", 1),
            }
        );
        using ImageModel model = (ImageModel)preset.Create(options, data.Describe(), new SeededRandom(0));
        run.Model.Save(model, Checkpoint.Last, 0);
    }
}
