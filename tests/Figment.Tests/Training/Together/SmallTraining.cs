using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

/// <summary>A few steps of a small model of any preset.</summary>
/// <param name="Losses">What was reported, one step after the other.</param>
/// <param name="Weights">All parameters of all networks.</param>
/// <param name="Gradients">
/// The gradient means that the optimizers keep, which after one step are a fraction of the first gradient.
/// </param>
internal sealed record SmallTraining(double[] Losses, float[] Weights, float[] Gradients)
{
    private const int Batch = 30;

    private static readonly ImageShape Shape = new(1, 8, 8);
    private static readonly Dictionary<string, string> Small = new()
    {
        ["width"] = "16",
        ["deepWidth"] = "32",
        ["layers"] = "1",
        ["heads"] = "2",
        ["keyValueHeads"] = "1",
        ["context"] = "32",
    };

    /// <summary>Trains a preset on noise or verses.</summary>
    internal static SmallTraining Of(
        string name,
        ITrainingGroup group,
        int steps,
        string? learningRate = null,
        int batch = Batch,
        string option = "",
        string value = "",
        int pieces = 1
    )
    {
        ModelPreset preset = ModelCatalog.Find(name);
        Dictionary<string, string> changes = Small
            .Where(option => preset.OptionList.Any(known => known.Name == option.Key))
            .ToDictionary();
        if (option.Length > 0)
            changes[option] = value;
        if (learningRate is not null)
            changes["learningRate"] = learningRate;
        preset = preset.WithChanges(changes);
        using Dataset data = preset.Data == ModelCatalog.Presets[0].Data ? Images() : Texts();
        using TrainableModel model = preset.Create(
            preset.OptionsFor(data.Description, new TrainingPlan { Steps = steps, BatchSize = batch }),
            data.Description,
            new SeededRandom(5)
        );
        List<double> losses = [];
        Trainer.Fit(
            group,
            model,
            data,
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(steps),
                BatchSize = batch,
                Accumulate = pieces,
                ReportEvery = 1,
                SampleCount = 1,
                Seed = 5,
            },
            TrainingProgress.Listener(report =>
                losses.AddRange(report.Measures.Where(measure => measure.Key != "bits_per_byte").Select(measure => measure.Value))
            )
        );
        return new SmallTraining(
            [.. losses],
            [.. model.Networks.SelectMany(network => network.Module.state_dict().Values).SelectMany(Numbers)],
            [
                .. model
                    .Optimizers.SelectMany(optimizer => optimizer.State())
                    .Where(entry => entry.Name.EndsWith("mean"))
                    .SelectMany(entry => Numbers(entry.Value)),
            ]
        );
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();

    private static TextDataset Texts() =>
        TextDataset.Of(
            "verses",
            [.. Enumerable.Range(0, 200).Select(i => $"Two roads diverged in a yellow wood, {i * 7919 % 251}\n")]
        );

    private static ImageDataset Images() =>
        new(
            "noise",
            Shape,
            [.. Enumerable.Range(0, 64 * Shape.Size).Select(i => (byte)(i * 7919 % 251))],
            [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 4))]
        );
}
