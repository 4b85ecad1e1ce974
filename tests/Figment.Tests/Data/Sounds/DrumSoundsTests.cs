using Figment.Data;
using Figment.Data.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data.Sounds;

/// <summary>Eight drums, distinguishable by ear and by numbers, and the same each time.</summary>
public sealed class DrumSoundsTests
{
    // To learn from; a smaller number gives the first of them.
    private static readonly Lazy<SoundDataset> Many = new(() => DrumSounds.Make(DataPart.Train, 240, 0, null, default));

    [Fact]
    public void They_are_the_same_each_time_and_differ_from_each_other()
    {
        using SoundDataset a = DrumSounds.Make(DataPart.Train, 32, 0, null, default),
            b = DrumSounds.Make(DataPart.Train, 32, 0, null, default);
        using SoundDataset seeded = DrumSounds.Make(DataPart.Train, 32, 1, null, default),
            held = DrumSounds.Make(DataPart.Test, 32, 0, null, default);
        using SoundDataset fewer = DrumSounds.Make(DataPart.Train, 16, 0, null, default);
        using Tensor all = a.Sounds(arange(32)),
            first = fewer.Sounds(arange(16));

        Assert.Equal(a.Sha256, b.Sha256);
        Assert.Equal(3, new[] { a.Sha256, seeded.Sha256, held.Sha256 }.Distinct().Count());
        Assert.True(all[TensorIndex.Slice(0, 16)].equal(first).all().item<bool>());
        Assert.Equal(32, all.flatten(1).unique(dim: 0).output.shape[0]);
        Assert.Equal(["kick", "snare", "closed-hat", "open-hat", "clap", "tom", "rim", "cowbell"], a.ClassNames);
        Assert.All(a.ClassCounts, count => Assert.Equal(4, count));
        Assert.Equal((44_100, 32_768, "drums", "drums-test"), (a.Shape.Rate, a.Shape.Length, a.Name, held.Name));
        Assert.Equal(0.9, all.abs().amax([1, 2]).min().item<float>(), 1e-4);
        Assert.Equal(0, all[TensorIndex.Ellipsis, TensorIndex.Slice(-1)].abs().max().item<float>(), 2e-3); // they end in silence
    }

    [Fact]
    public void A_nearest_neighbour_tells_the_kinds()
    {
        using DisposeScope scope = NewDisposeScope();
        using SoundDataset held = DrumSounds.Make(DataPart.Test, 120, 0, null, default);

        Tensor nearest = cdist(Look(held), Look(Many.Value)).argmin(1);
        Tensor told = Many.Value.Labels!.index_select(0, nearest);

        Assert.InRange(told.eq(held.Labels!).to(ScalarType.Float32).mean().item<float>(), 0.97f, 1f);
    }

    /// <summary>The spectral centroid and the length down to −30 dB, as typical of such drums.</summary>
    [Theory]
    [InlineData(0, 30, 900, 0.1, 0.74)] // kick
    [InlineData(1, 1_500, 10_000, 0.1, 0.6)] // snare
    [InlineData(2, 8_000, 15_000, 0.02, 0.16)] // closed hat
    [InlineData(3, 8_000, 15_000, 0.3, 0.74)] // open hat
    [InlineData(4, 900, 5_000, 0.1, 0.5)] // clap
    [InlineData(5, 80, 1_200, 0.2, 0.74)] // tom
    [InlineData(6, 900, 6_000, 0.01, 0.1)] // rim
    [InlineData(7, 600, 2_500, 0.1, 0.6)] // cowbell
    public void Each_kind_sounds_like_its_name(int kind, double low, double high, double shortest, double longest)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor sounds = Many.Value.Sounds(arange(80)).index_select(0, arange((long)kind, 80L, 8L)).squeeze(1);

        Tensor power = fft.rfft(sounds).abs().square(),
            frequency = linspace(0, 22_050, power.shape[1]);
        float[] centroids = [.. power.mul(frequency).sum(1).div(power.sum(1)).data<float>()];
        Tensor levels = sounds.reshape(sounds.shape[0], -1, 128).square().mean([2]); // frames of 2.9 ms
        Tensor isHeard = levels.gt(levels.amax([1], keepdim: true) * 1e-3);
        double[] lengths =
        [
            .. isHeard.mul(arange(1, levels.shape[1] + 1)).amax([1]).data<long>().Select(frame => frame * 128 / 44_100.0),
        ];

        Assert.All(centroids, centroid => Assert.InRange(centroid, low, high));
        Assert.All(lengths, length => Assert.InRange(length, shortest, longest));
    }

    [Fact]
    public void Functions_are_those_of_mathematics()
    {
        for (double x = -6.2; x < 6.2; x += 0.0317)
        {
            Assert.Equal(Math.Sin(x), PlainMath.Sin(x), 1e-12);
            Assert.Equal(Math.Exp(10 * x), PlainMath.Exp(10 * x), 1e-11 * Math.Exp(10 * x));
            if (Math.Abs(x) < 3)
                Assert.Equal(Math.Cos(x), PlainMath.Cos(x), 1e-12);
            if (x > 0)
                Assert.Equal(Math.Sin(2 * Math.PI * x), PlainMath.Wave(x), 1e-6);
        }
    }

    /// <summary>Log levels of 40 bands, a third of an octave or more wide, in 32 frames.</summary>
    private static Tensor Look(SoundDataset drums)
    {
        Tensor sounds = drums.Sounds(arange(drums.Count)).squeeze(1);
        Tensor spectrum = stft(sounds, 2048, 1024, window: hann_window(2048), return_complex: true).abs().square();
        double[] edges = [.. Enumerable.Range(0, 41).Select(i => 2 * Math.Pow(500, i / 40.0))];
        Tensor bands = stack(
            [
                .. Enumerable
                    .Range(0, 40)
                    .Select(i => spectrum.narrow(1, (long)edges[i], Math.Max(1, (long)edges[i + 1] - (long)edges[i])).mean([1])),
            ],
            1
        );
        return bands.clamp_min(1e-4).log10().flatten(1);
    }
}
