using Figment.Data.Texts;
using Figment.Models;
using Figment.Models.Texts;

namespace Figment.Tests.Models.Texts;

public sealed class GptFitTests
{
    private static readonly TextDescription English = new(1, 1_000_000, 1_000_000),
        Chinese = new(14_000, 1_200_000, 420_000);

    [Fact]
    public void Longer_trainings_get_the_larger_model()
    {
        GptOptions brief = Fit(English, new TrainingPlan { Seconds = 180, BatchSize = 6 }),
            long_ = Fit(English, new TrainingPlan { Seconds = 1800, BatchSize = 6 });

        Assert.Equal((4, 128, 4, 4, 128), (brief.Layers, brief.Width, brief.Heads, brief.KeyValueHeads, brief.Context));
        Assert.Equal((6, 192, 6, 6, 256), (long_.Layers, long_.Width, long_.Heads, long_.KeyValueHeads, long_.Context));
    }

    [Fact]
    public void A_number_of_steps_says_nothing_of_time_and_leaves_the_size()
    {
        Assert.Equal(128, Fit(English, new TrainingPlan { Steps = 100_000, BatchSize = 6 }).Width);
    }

    [Theory]
    [InlineData(500, 0)]
    [InlineData(6_500, 0.1)]
    [InlineData(10_000, 0.2)]
    public void The_more_often_a_text_is_seen_the_more_is_left_out(long steps, double dropout)
    {
        Assert.Equal(dropout, Fit(English, new TrainingPlan { Steps = steps, BatchSize = 6 }).Dropout);
    }

    [Fact]
    public void Scripts_of_many_characters_get_more_merges()
    {
        TrainingPlan plan = new() { Steps = 100, BatchSize = 6 };

        Assert.Equal(448, Fit(English, plan).Merges);
        Assert.InRange(Fit(Chinese, plan).Merges, 2500, 3200);
    }

    [Theory]
    [InlineData("100")]
    [InlineData("24")]
    [InlineData("18")]
    [InlineData("384")]
    public void Heads_go_with_any_width_that_is_asked_for(string width)
    {
        ModelPreset preset = ModelCatalog.Find("gpt").WithChanges([new("width", width)]);

        OptionsValidator.ThrowIfInvalid(preset.OptionsFor(English));
    }

    [Fact]
    public void What_is_asked_for_stays()
    {
        ModelPreset preset = ModelCatalog
            .Find("gpt")
            .WithChanges([
                new("layers", "3"),
                new("heads", "2"),
                new("merges", "0"),
                new("dropout", "0.05"),
                new("context", "64"),
            ]);

        GptOptions options = (GptOptions)preset.OptionsFor(English, new TrainingPlan { Seconds = 3600, BatchSize = 6 });

        Assert.Equal(
            (3, 2, 2, 0, 0.05, 64, 192),
            (
                options.Layers,
                options.Heads,
                options.KeyValueHeads,
                options.Merges,
                options.Dropout,
                options.Context,
                options.Width
            )
        );
    }

    private static GptOptions Fit(TextDescription data, TrainingPlan plan) =>
        (GptOptions)ModelCatalog.Find("gpt").OptionsFor(data, plan);
}
