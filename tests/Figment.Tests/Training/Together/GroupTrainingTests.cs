using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Imaging;
using Figment.Models;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

/// <summary>Several processes, which are threads here, train what one would.</summary>
public sealed class GroupTrainingTests
{
    private const int Batch = 30;

    private static readonly ImageShape Shape = new(1, 8, 8);
    private static readonly Dictionary<string, string> Small = new() { ["width"] = "16", ["deepWidth"] = "32", ["layers"] = "1", ["heads"] = "2", ["keyValueHeads"] = "1", ["context"] = "32" };

    /// <summary>Every preset.</summary>
    public static TheoryData<string> Presets => [.. ModelCatalog.Presets.Select(preset => preset.Name)];

    /// <summary>
    /// Adam's first steps go as far for a small gradient as for a large one, so rounding shows in weights; what the optimizers remember
    /// of gradients tells more, where weights hardly move.
    /// </summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void The_gradients_of_a_step_are_those_of_one_process(string preset)
    {
        float[] alone = ThreadGroup.Run(1, group => Train(preset, group, steps: 1, learningRate: "1e-8"))[0].Gradients;
        float largest = alone.Max(Math.Abs);

        foreach (int size in (int[])[2, 3])
        {
            foreach (Trained each in ThreadGroup.Run(size, group => Train(preset, group, steps: 1, learningRate: "1e-8")))
            {
                float away = alone.Zip(each.Gradients, (a, b) => Math.Abs(a - b)).Max();
                Assert.True(away < 2e-6 * largest, $"of {size} processes: {away} of {largest}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Losses_are_those_of_one_process_and_weights_the_same_in_all(string preset)
    {
        double[] alone = ThreadGroup.Run(1, group => Train(preset, group, steps: 4))[0].Losses;

        foreach (int size in (int[])[2, 3])
        {
            Trained[] all = ThreadGroup.Run(size, group => Train(preset, group, steps: 4));

            Assert.All(all, each => Assert.Equal(all[0].Weights, each.Weights)); // bit for bit
            Assert.Empty(all[1].Losses);                                         // number 0 alone is heard
            Assert.Equal(alone.Length, all[0].Losses.Length);
            Assert.All(alone.Zip(all[0].Losses), pair => Assert.Equal(pair.First, pair.Second, 5e-3 * Math.Max(1, Math.Abs(pair.First))));
        }
    }

    [Theory]
    [InlineData("gan", "", "")] // one process has one image, and two processes normalise by all three
    [InlineData("conv-vae", "freeBits", "0.1")] // of which the mean over all images decides
    [InlineData("vae", "likelihood", "gaussian")]
    public void So_are_those_of_small_shares_and_of_options_that_mix_items(string preset, string option, string value)
    {
        Trained Three(ITrainingGroup group) => Train(preset, group, steps: 1, learningRate: "1e-8", batch: 3, option, value);
        float[] alone = ThreadGroup.Run(1, Three)[0].Gradients;
        float largest = alone.Max(Math.Abs);

        foreach (Trained each in ThreadGroup.Run(2, Three))
        {
            float away = alone.Zip(each.Gradients, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(away < 1e-4 * largest, $"{away} of {largest}"); // three images of nearly one value enlarge what was rounded
        }
    }

    private static Trained Train(
        string name, ITrainingGroup group, int steps, string? learningRate = null, int batch = Batch, string option = "", string value = "")
    {
        ModelPreset preset = ModelCatalog.Find(name);
        Dictionary<string, string> changes = Small.Where(option => preset.OptionList.Any(known => known.Name == option.Key)).ToDictionary();
        if (option.Length > 0) changes[option] = value;
        if (learningRate is not null) changes["learningRate"] = learningRate;
        preset = preset.WithChanges(changes);
        using Dataset data = preset.Data == ModelCatalog.Presets[0].Data ? Images() : Texts();
        using TrainableModel model = preset.Create(
            preset.OptionsFor(data.Description, new TrainingPlan { Steps = steps, BatchSize = batch }), data.Description, new SeededRandom(5));
        List<double> losses = [];
        Trainer.Fit(
            group, model, data,
            new TrainingOptions { Length = TrainingLength.OfSteps(steps), BatchSize = batch, ReportEvery = 1, SampleCount = 1, Seed = 5 },
            TrainingProgress.Listener(report => losses.AddRange(report.Measures.Where(measure => measure.Key != "bits_per_byte").Select(measure => measure.Value))));
        return new Trained(
            [.. losses],
            [.. model.Networks.SelectMany(network => network.Module.state_dict().Values).SelectMany(Numbers)],
            [.. model.Optimizers.SelectMany(optimizer => optimizer.State()).Where(entry => entry.Name.EndsWith("mean")).SelectMany(entry => Numbers(entry.Value))]);
    }

    private static float[] Numbers(Tensor tensor) => tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();

    private static TextDataset Texts() =>
        TextDataset.Of("verses", [.. Enumerable.Range(0, 200).Select(i => $"Two roads diverged in a yellow wood, {i * 7919 % 251}\n")]);

    private static ImageDataset Images() => new(
        "noise", Shape, [.. Enumerable.Range(0, 64 * Shape.Size).Select(i => (byte)(i * 7919 % 251))],
        [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 4))]);

    private sealed record Trained(double[] Losses, float[] Weights, float[] Gradients);
}
