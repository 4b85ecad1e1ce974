using Figment.Backend;
using Figment.Data;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Texts;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Runs.Sounds;
using Figment.Runs.Texts;
using Figment.Training;
using TorchSharp;

namespace Figment.Tests.Runs.Pages;

/// <summary>Runs in which no two weights are the same, and their pages.</summary>
internal static class SentPages
{
    internal const string Secret = "/home/somebody/secret-place";

    private static readonly Dictionary<string, string> Sizes = new()
    {
        ["width"] = "8",
        ["deepWidth"] = "16",
        ["solver"] = "euler:3",
        ["latentSize"] = "8",
        ["layers"] = "2",
        ["heads"] = "4",
        ["keyValueHeads"] = "2",
        ["context"] = "32",
    };

    /// <summary>Grey images of 16 × 16 in two classes, as a folder whose place must stay secret.</summary>
    internal static ImageRunData Images { get; } =
        new(
            Secret,
            "pets",
            32,
            [new RunClass("cat", 20), new RunClass("dog", 12)],
            new ImageShape(1, 16, 16),
            new string('0', 64)
        )
        {
            FullPath = Secret,
            Notes = [$"{Secret}/1.png was left out"],
        };

    /// <summary>Sounds in three classes.</summary>
    internal static SoundRunData Sounds { get; } =
        new(
            Secret,
            "drums-of-mine",
            12,
            [.. SmallSounds.ClassNames.Select(each => new RunClass(each, 4))],
            SmallSounds.Shape,
            SmallSounds.Form,
            new string('0', 64)
        )
        {
            Kind = "sounds",
            FullPath = Secret,
        };

    /// <summary>Texts of which a tokenizer learns a few merges.</summary>
    internal static TextRunData Texts { get; } =
        new(Secret, "letters", 1, [], new string('0', 64))
        {
            Kind = "texts",
            FullPath = Secret,
            Bytes = 44,
            Characters = 44,
        };

    /// <summary>A run of a preset, small, with weights that differ from each other.</summary>
    internal static RunFolder Run(string path, string preset, RunData data, params (string Name, string Value)[] options)
    {
        ModelPreset known = ModelCatalog.Find(preset);
        ModelPreset recipe = known.WithChanges(
            Sizes
                .Where(size =>
                    known.OptionList.Any(option => option.Name == size.Key) && !(preset == "gpt" && size.Key == "width")
                )
                .Concat(options.Select(option => KeyValuePair.Create(option.Name, option.Value)))
        );
        DataDescription description = DataKinds.Named(data.Kind).Describe(data);
        ModelOptions fitted = recipe.OptionsFor(description);
        using TrainableModel model = recipe.Create(fitted, description, new SeededRandom(5));
        Learn(model);
        RunFolder run = NewRunFolder.Create(
            path,
            new RunOptions
            {
                Preset = preset,
                Model = OptionsJson.ToElement(fitted),
                Training = new TrainingOptions { Seed = 5 },
                Data = data,
                Features = $"{Secret}/judge.onnx",
                FeaturesPath = $"{Secret}/judge.onnx",
                Logs = ["tensorboard"],
                Environment = new RunEnvironment("1.2.3", $"{Secret}/libtorch", "secret-system", "cuda:7", 7, "bf16"),
            }
        );
        run.Model.Save(model, Checkpoint.Last, 700);
        return run;
    }

    /// <summary>Writes the page of a run.</summary>
    internal static string PageOf(RunFolder run, string folder, string precision = RunFormat.Fp32, string license = "CC BY 4.0")
    {
        using TrainableModel model = run.LoadModel<TrainableModel>(torch.CPU);
        RunFormat format = run.Options.Kind.Formats.Single(format => format.Name == "html");
        ExportRequest request = new(model, folder, run.ExportMetadata(Checkpoint.Last, license), precision, run);
        return format.Write(request).Single().Path;
    }

    /// <summary>Changes each weight, as a training does.</summary>
    private static void Learn(TrainableModel model)
    {
        if (model is TextModel texts)
        {
            using TemporaryFolder folder = new();
            folder.Write(("letters.txt", "the letter that the other wrote to the others"));
            using TextDataset data = TextSources.Open(folder["letters.txt"]);
            texts.Read(data, CancellationToken.None);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using IDisposable noGradients = torch.no_grad();
        int number = 0;
        foreach ((string name, torch.Tensor value) in ModelWeights.State(model.SamplingNetworks))
        {
            if (!value.is_floating_point())
                continue;
            using Draws draws = new SeededRandom(9).Draws(name, number++);
            using torch.Tensor noise = draws.Normal(name, [value.numel()]).mul(model is TextModel ? 0.2 : 0.05);
            value.add_(noise.view(value.shape));
            if (name.EndsWith("running_var", StringComparison.Ordinal) || name.EndsWith("counts", StringComparison.Ordinal))
                value.abs_().add_(0.01);
        }
    }
}
