using Figment.Backend;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class TimeDistributionTests
{
    public static TheoryData<TimeDistribution> All => [.. TimeDistribution.All];

    [Fact]
    public void The_logit_of_a_logit_normal_time_is_a_normal_number()
    {
        using DisposeScope scope = NewDisposeScope();

        // Φ(−2), Φ(−1), Φ(0), Φ(1), Φ(2) of a table; 1 / (1 + e^−z).
        double[] shares = [0.0227501319, 0.1586552539, 0.5, 0.8413447461, 0.9772498681],
            expected = [0.1192029220, 0.2689414214, 0.5, 0.7310585786, 0.8807970780];
        double[] times = TimeDistribution.LogitNormal.Quantile(tensor(shares)).data<double>().ToArray();

        for (int i = 0; i < times.Length; i++)
            Assert.Equal(expected[i], times[i], 1e-8);
        Assert.Equal(shares, TimeDistribution.Uniform.Quantile(tensor(shares)).data<double>().ToArray());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_equally_likely_part_is_drawn_from_once(TimeDistribution distribution)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("test");

        float[] times = distribution.Draw(500, new MersenneDraws(random)).data<float>().ToArray();
        float[] edges = distribution.Quantile(arange(1, 500, ScalarType.Float32) / 500).data<float>().ToArray();

        Assert.All(times, t => Assert.InRange(t, 0, 1));
        for (int i = 0; i < edges.Length; i++)
            Assert.True(times[i] <= edges[i] + 1e-6 && edges[i] <= times[i + 1] + 1e-6);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void One_alone_can_be_drawn_and_the_generator_decides_it(TimeDistribution distribution)
    {
        float First(long seed)
        {
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(seed).Generator("test");
            return distribution.Draw(1, new MersenneDraws(random)).item<float>();
        }

        Assert.Equal(First(3), First(3));
        Assert.NotEqual(First(3), First(4));
    }

    [Fact]
    public void Names_are_read_in_any_case_and_others_are_refused()
    {
        ModelPreset preset = ModelCatalog.Find("flow");

        Assert.Same(TimeDistribution.Uniform, ((FlowOptions)preset.WithChanges([new("times", "UNIFORM")]).Options).Times);
        Assert.Contains(
            "one of uniform, logitNormal",
            Assert.Throws<OptionsException>(() => preset.WithChanges([new("times", "normal")])).Message,
            StringComparison.Ordinal
        );
    }
}
