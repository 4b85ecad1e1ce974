using Figment.Models.Images;
using Figment.Training;

namespace Figment.Tests.Training;

public sealed class TrainingOptionsTests
{
    [Fact]
    public void All_problems_of_all_records_come_in_one_message()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            OptionsValidator.ThrowIfInvalid(
                new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(0),
                    BatchSize = 1,
                    ReportEvery = 0,
                    SampleCount = 2000,
                },
                new ClassicGanOptions { LearningRate = -1 }
            )
        );

        Assert.Equal(5, e.Problems.Count);
        Assert.StartsWith("5 problems:", e.Message, StringComparison.Ordinal);
        Assert.All(e.Problems, problem => Assert.Contains(problem, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(2e9)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_out_of_range_is_refused(double seconds) =>
        Assert.Throws<OptionsException>(() =>
            OptionsValidator.ThrowIfInvalid(new TrainingOptions { Length = TrainingLength.OfSeconds(seconds) })
        );

    [Fact]
    public void The_defaults_are_the_tutorials()
    {
        TrainingOptions options = new();
        OptionsValidator.ThrowIfInvalid(options);

        Assert.Equal((10_000, 128), (options.Length.Steps!.Value, options.BatchSize));
    }

    [Fact]
    public void Options_survive_a_round_trip_through_JSON()
    {
        foreach (TrainingLength length in (TrainingLength[])[TrainingLength.OfSteps(123), TrainingLength.OfSeconds(1.5)])
        {
            TrainingOptions options = new()
            {
                Length = length,
                Seed = long.MinValue,
                SampleEvery = 3,
            };

            Assert.Equal(options, OptionsJson.Read<TrainingOptions>(OptionsJson.Write(options)));
        }
    }

    [Theory]
    [InlineData(10_000, 500)]
    [InlineData(1_000, 50)]
    [InlineData(500, 50)]
    [InlineData(30, 2)]
    [InlineData(7, 1)]
    public void About_twenty_pictures_are_made_at_round_numbers(long steps, long every)
    {
        SampleSchedule schedule = new(new TrainingOptions { Length = TrainingLength.OfSteps(steps) });

        long[] due =
        [
            .. Enumerable
                .Range(1, (int)steps)
                .Select(step => (long)step)
                .Where(step => schedule.IsDue(step, TimeSpan.Zero, TimeSpan.Zero)),
        ];

        Assert.Equal(every, due[0]);
        Assert.InRange(due.Length, Math.Min(steps, 8), 20);
    }
}
