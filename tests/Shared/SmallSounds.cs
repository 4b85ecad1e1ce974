using Figment.Audio;
using Figment.Backend;
using Figment.Data.Sounds;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks.Sounds;
using Figment.Runs;
using Figment.Runs.Sounds;
using Figment.Training;

namespace Figment.Tests;

/// <summary>Sounds of an eighth of a second at 8 kHz, and untrained models of them.</summary>
internal static class SmallSounds
{
    internal static readonly SoundShape Shape = new(1, 1_024, 8_000);
    internal static readonly string[] ClassNames = ["Kick", "Snare", "Hat"];

    private static readonly Dictionary<string, Dictionary<string, string>> Small = new()
    {
        ["gan"] = new() { ["latentSize"] = "8" },
        ["dcgan"] = new() { ["latentSize"] = "8", ["width"] = "8" },
        ["conv-vae"] = new() { ["latentSize"] = "4" },
        ["flow"] = new()
        {
            ["width"] = "8",
            ["deepWidth"] = "16",
            ["solver"] = "euler:2",
        },
    };

    /// <summary>How the sounds are turned into images of 16 × 16.</summary>
    internal static SoundForm Form { get; } =
        new()
        {
            Hop = 64,
            Bands = 16,
            Levels = [.. Enumerable.Repeat(-10.0, 16)],
        };

    /// <summary>Twelve low tones and twelve high ones, as WAV files in a folder for each.</summary>
    internal static void WriteRecordings(TemporaryFolder folder, string name)
    {
        for (int i = 0; i < 24; i++)
        {
            string kind = i % 2 == 0 ? "low" : "high";
            float[] values =
            [
                .. Enumerable
                    .Range(0, Shape.Length)
                    .Select(at =>
                        (float)(0.5 * Math.Sin(2 * Math.PI * (kind == "low" ? 300 + i : 900 + (3 * i)) * at / Shape.Rate))
                    ),
            ];
            Directory.CreateDirectory(folder[$"{name}/{kind}"]);
            new SoundSamples(values, 1, Shape).Save(folder[$"{name}/{kind}/{i:D2}.wav"]);
        }
    }

    /// <summary>Their description.</summary>
    /// <param name="channels">1 or 2.</param>
    /// <param name="isLabelled">Whether there are three classes.</param>
    internal static SoundDescription Description(int channels = 1, bool isLabelled = true) =>
        new(SoundGrid.Of(Form, Shape with { Channels = channels }), isLabelled ? [5, 3, 4] : []);

    /// <summary>A model of them, conditioned on the class.</summary>
    internal static ImageModel Model(string preset, SoundDescription data, bool isConditional = true)
    {
        (ModelPreset recipe, ModelOptions options) = RecipeOf(preset, data, isConditional);
        return (ImageModel)recipe.Create(options, data, new SeededRandom(1));
    }

    /// <summary>Writes a run of an untrained model.</summary>
    internal static void WriteRun(string path, string preset, bool isConditional = true)
    {
        SoundDescription sounds = Description();
        (ModelPreset recipe, ModelOptions options) = RecipeOf(preset, sounds, isConditional);
        SoundRunData data = new(
            "drums-of-mine",
            "drums-of-mine",
            12,
            [.. ClassNames.Select(each => new RunClass(each, 4))],
            Shape,
            Form,
            new string('0', 64)
        )
        {
            Kind = "sounds",
        };
        RunFolder run = NewRunFolder.Create(
            path,
            new RunOptions
            {
                Preset = recipe.Name,
                Model = OptionsJson.ToElement(options),
                Training = new TrainingOptions(),
                Data = data,
                Environment = new RunEnvironment("test", "test", "test", "cpu", 1),
            }
        );
        using ImageModel model = (ImageModel)recipe.Create(options, data.Describe(), new SeededRandom(0));
        run.Model.Save(model, Checkpoint.Last, 0);
    }

    private static (ModelPreset Recipe, ModelOptions Options) RecipeOf(string preset, SoundDescription data, bool isConditional)
    {
        ModelPreset recipe = ModelCatalog.Find(preset).WithChanges(Small[preset]);
        ModelOptions options = recipe.OptionsFor(data);
        return (recipe, options is ClassModelOptions byClass ? byClass with { Conditional = isConditional } : options);
    }
}
