using Figment.Backend;
using Figment.Data.Images;
using Figment.Models;
using Figment.Training;

namespace Figment.Tests.Training;

/// <summary>What steps are predicted to take, and how many items they may have.</summary>
public sealed class RehearsalTests
{
    private const long Mega = 1_000_000;

    [Fact]
    public void Memory_and_time_go_on_along_a_line()
    {
        StepForecast forecast = Rehearsal.Conclude(
            [(2, 300 * Mega), (8, 360 * Mega)],
            TimeSpan.FromSeconds(0.2),
            true,
            asked: 128,
            mayLower: true,
            room: 6000 * Mega,
            withinReach: 20_000 * Mega
        );

        Assert.Equal((128, TimeSpan.FromSeconds(3.2), 1560 * Mega), (forecast.BatchSize, forecast.Time, forecast.Bytes));
        Assert.Equal("A step takes about 3.2 s and 1.6 GB of memory (batch 128).", Assert.Single(forecast.Notes).English);
    }

    [Fact]
    public void A_batch_in_pieces_takes_the_memory_of_a_piece_and_the_time_of_all()
    {
        StepForecast forecast = Rehearsal.Conclude(
            [(2, 300 * Mega), (8, 360 * Mega)],
            TimeSpan.FromSeconds(0.2),
            true,
            asked: 128,
            mayLower: true,
            room: 640 * Mega,
            withinReach: 20_000 * Mega,
            pieces: 4
        );

        Assert.Equal((128, TimeSpan.FromSeconds(3.2), 600 * Mega), (forecast.BatchSize, forecast.Time, forecast.Bytes));
    }

    [Theory]
    [InlineData(1000, 72)] // 72 items take 1,000 MB
    [InlineData(999, 64)]
    [InlineData(340, 4)] // 6 would fit
    [InlineData(100, 4)]
    public void A_batch_that_nobody_named_becomes_the_largest_multiple_of_8_that_fits(int room, int fits)
    {
        StepForecast forecast = Rehearsal.Conclude(
            [(2, 300 * Mega), (8, 360 * Mega)],
            TimeSpan.FromSeconds(0.2),
            true,
            asked: 128,
            mayLower: true,
            room * Mega,
            withinReach: 2000 * Mega
        );

        Assert.Equal(fits, forecast.BatchSize);
        Assert.StartsWith(
            $"The batch size is {fits} instead of 128, which would take about 1.6 GB",
            forecast.Notes[1].English,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_batch_that_was_named_is_kept_with_a_warning()
    {
        StepForecast forecast = Rehearsal.Conclude(
            [(2, 300 * Mega), (8, 360 * Mega)],
            TimeSpan.FromSeconds(0.2),
            true,
            asked: 128,
            mayLower: false,
            room: 1200 * Mega,
            withinReach: 2000 * Mega
        );

        Assert.Equal(128, forecast.BatchSize);
        Assert.Equal(
            "A batch of 128 takes about 1.6 GB of the 2.0 GB of memory available here. If memory runs out, choose a smaller "
                + "batch (88), or split each batch into pieces.",
            forecast.Notes[1].English
        );
    }

    [Fact]
    public void Steps_are_tried_with_a_model_that_leaves_nothing_behind()
    {
        using ImageDataset data = new("noise", new(1, 8, 8), [.. Enumerable.Range(0, 64 * 40).Select(i => (byte)(i * 37))]);
        TrainingOptions options = new() { BatchSize = 16 };
        TrainableModel Create() =>
            ModelCatalog
                .Find("dcgan")
                .Create(ModelCatalog.Find("dcgan").OptionsFor(data.Description), data.Description, new SeededRandom(0));
        StepForecast? Try(long withinReach, bool mayLower = true) =>
            Rehearsal.Of(Create, data, options, mayLower, TimeProvider.System, withinReach, CancellationToken.None);
        Try(long.MaxValue / 2);
        long before = LiveTensors.Count();
        for (int i = 0; i < 3; i++)
            Create().Dispose(); // TorchSharp never uncounts some of the tensors of a model
        long made = LiveTensors.Count() - before;

        StepForecast roomy = Try(long.MaxValue / 2)!,
            tight = Try(1000)!,
            named = Try(1000, mayLower: false)!;

        Assert.Equal((16, 4, 16), (roomy.BatchSize, tight.BatchSize, named.BatchSize));
        Assert.True(roomy.Time > TimeSpan.Zero && roomy.Bytes > 10 * Mega);
        Assert.Equal((1, 2, 2), (roomy.Notes.Count, tight.Notes.Count, named.Notes.Count));
        Assert.Equal(before + (2 * made), LiveTensors.Count());
    }

    [Fact]
    public void No_batch_is_tried_or_chosen_that_the_model_cannot_learn_from()
    {
        using ImageDataset data = new("noise", new(1, 8, 8), [.. Enumerable.Range(0, 64 * 40).Select(i => (byte)(i * 37))]);
        ModelPreset preset = ModelCatalog
            .Find("wgan-gp")
            .WithChanges(new Dictionary<string, string> { ["discriminatorSteps"] = "5" });

        StepForecast? forecast = Rehearsal.Of(
            () => preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(0)),
            data,
            new TrainingOptions { BatchSize = 32 },
            true,
            TimeProvider.System,
            1000,
            CancellationToken.None
        );

        Assert.Equal(10, forecast!.BatchSize);
    }

    [Fact]
    public void Nothing_is_tried_once_a_training_is_to_end()
    {
        using ImageDataset data = new("noise", new(1, 8, 8), new byte[64 * 4]);

        Assert.Null(
            Rehearsal.Of(
                () =>
                    ModelCatalog
                        .Find("gan")
                        .Create(ModelCatalog.Find("gan").OptionsFor(data.Description), data.Description, new SeededRandom(0)),
                data,
                new TrainingOptions(),
                true,
                TimeProvider.System,
                1L << 40,
                new CancellationToken(canceled: true)
            )
        );
    }
}
