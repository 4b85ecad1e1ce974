using Figment.Backend;
using Figment.Models;

namespace Figment.Tests.Training;

/// <summary>Several processes (here threads) train exactly what a single one would.</summary>
public sealed class GroupTrainingTests
{
    /// <summary>Every preset.</summary>
    public static TheoryData<string> Presets => [.. ModelCatalog.Presets.Select(preset => preset.Name)];

    /// <summary>
    /// Adam's first steps are as large for a small gradient as for a large one, so rounding shows in weights; the optimizers'
    /// moments of the gradients tell more where weights hardly move.
    /// </summary>
    [Theory]
    [MemberData(nameof(Presets))]
    public void The_gradients_of_a_step_are_those_of_one_process(string preset)
    {
        float[] alone = ThreadGroup.Run(1, group => SmallTraining.Of(preset, group, steps: 1, learningRate: "1e-8"))[0].Gradients;
        float largest = alone.Max(Math.Abs);

        foreach (int size in (int[])[2, 3])
        {
            foreach (
                SmallTraining each in ThreadGroup.Run(
                    size,
                    group => SmallTraining.Of(preset, group, steps: 1, learningRate: "1e-8")
                )
            )
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
        double[] alone = ThreadGroup.Run(1, group => SmallTraining.Of(preset, group, steps: 4))[0].Losses;

        foreach (int size in (int[])[2, 3])
        {
            SmallTraining[] all = ThreadGroup.Run(size, group => SmallTraining.Of(preset, group, steps: 4));

            Assert.All(all, each => Assert.Equal(all[0].Weights, each.Weights)); // bit for bit
            Assert.Empty(all[1].Losses); // only process 0 reports
            Assert.Equal(alone.Length, all[0].Losses.Length);
            Assert.All(
                alone.Zip(all[0].Losses),
                pair => Assert.Equal(pair.First, pair.Second, 5e-3 * Math.Max(1, Math.Abs(pair.First)))
            );
        }
    }

    [Theory]
    [InlineData("gan", "", "")] // one process has one image, and two processes normalise by all three
    [InlineData("conv-vae", "freeBits", "0.1")] // of which the mean over all images decides
    [InlineData("vae", "likelihood", "gaussian")]
    public void So_are_those_of_small_shares_and_of_options_that_mix_items(string preset, string option, string value)
    {
        SmallTraining Three(ITrainingGroup group) =>
            SmallTraining.Of(preset, group, steps: 1, learningRate: "1e-8", batch: 3, option, value);
        float[] alone = ThreadGroup.Run(1, Three)[0].Gradients;
        float largest = alone.Max(Math.Abs);

        foreach (SmallTraining each in ThreadGroup.Run(2, Three))
        {
            float away = alone.Zip(each.Gradients, (a, b) => Math.Abs(a - b)).Max();
            // Three images with almost the same value amplify the rounding
            Assert.True(away < 1e-4 * largest, $"{away} of {largest}");
        }
    }
}
