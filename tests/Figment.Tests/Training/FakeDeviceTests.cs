using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

/// <summary>
/// Steps on libtorch's <c>meta</c> device, which has shapes but no numbers and stands in for a GPU. A tensor left
/// on the processor cannot be combined with the others there, and reading a number, for which a GPU would have to be waited
/// for, fails.
/// </summary>
public sealed class FakeDeviceTests
{
    /// <summary>Every preset in both precisions, and with additional options.</summary>
    public static TheoryData<string, string, ScalarType> Trainings()
    {
        TheoryData<string, string, ScalarType> data = [];
        foreach (ModelPreset preset in ModelCatalog.Presets)
        {
            data.Add(preset.Name, "", ScalarType.Float32);
            data.Add(preset.Name, "", ScalarType.BFloat16);
        }

        data.Add("gan", "augment=color,translation,cutout", ScalarType.Float32);
        data.Add("gan", "gradientPenalty=10", ScalarType.Float32);
        data.Add("conv-vae", "freeBits=0.1", ScalarType.Float32);
        data.Add("gpt", "dropout=0.1", ScalarType.Float32);
        return data;
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public void A_step_leaves_nothing_behind_and_reads_no_number(string name, string change, ScalarType precision)
    {
        FakeKernels.Register();
        FakeKernels.LeftBehind.Clear();
        ModelPreset preset = ModelCatalog.Find(name);
        if (change.Split('=') is [string option, string value])
            preset = preset.WithChanges([KeyValuePair.Create(option, value)]);
        using Dataset data = preset.Data == ModelCatalog.Presets[0].Data ? Images() : Texts();
        TrainingOptions options = new() { BatchSize = 8 };
        using TrainableModel model = preset.Create(
            preset.OptionsFor(data.Description, new TrainingPlan { Steps = 10, BatchSize = 8 }),
            data.Description,
            new SeededRandom(0)
        );
        IBatchSource items = model.Read(data, TestContext.Current.CancellationToken);
        model.To(META).ComputeIn(precision);
        items.MoveTo(META);
        SeededRandom random = new(0);
        BatchShare share = GradientPieces.Share(model, LoneProcess.Instance, options.BatchSize, options.Accumulate);
        using BatchStream batches = new(items, share, options.ChangeOf(data.Description), random);
        long seen = 100_000; // so that what is read only at the very first steps is not read

        for (int step = 1; step <= 2; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            using Draws draws = random.Draws("step", step, share.Items);
            IReadOnlyList<Measure> measures = model.TrainStep(batches.Of(step), new TrainingMoment(step, seen, 0.1), draws);

            Assert.All(measures, measure => Assert.Equal(DeviceType.META, measure.Value.device_type));
        }

        Assert.Empty(FakeKernels.LeftBehind);
    }

    private static ImageDataset Images() =>
        new(
            "noise",
            new(1, 16, 16),
            [.. Enumerable.Range(0, 64 * 256).Select(i => (byte)(i * 7919 % 251))],
            [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 4))]
        );

    private static TextDataset Texts() =>
        TextDataset.Of(
            "verses",
            [.. Enumerable.Range(0, 200).Select(i => $"Two roads diverged in a yellow wood, {i * 7919 % 251}\n")]
        );
}
