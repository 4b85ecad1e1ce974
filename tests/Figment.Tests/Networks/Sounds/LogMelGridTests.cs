using System.Text.Json;
using Figment.Audio;
using Figment.Backend;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class LogMelGridTests
{
    private const int Rate = 16_000;

    /// <summary>Against tests/golden/log_mel.py, which writes the transform out in NumPy.</summary>
    [Fact]
    public void Levels_are_those_of_an_independent_computation()
    {
        using DisposeScope scope = NewDisposeScope();
        using JsonDocument golden = Golden.Read("log_mel.json");
        SoundShape shape = new(1, 1_024, 8_000);
        SoundForm form = new() { Hop = 128, Levels = [.. Enumerable.Repeat((double)golden.RootElement.GetProperty("white").GetInt32(), 64)] };
        Tensor time = arange(shape.Length, ScalarType.Float64) / shape.Rate;
        Tensor sound = ((((time * 6_000) + 300) * time * (2 * Math.PI)).sin() * 0.4) + ((time * (2 * Math.PI * 2_100)).sin() * 0.05);

        Tensor image = SoundGrid.Of(form, shape).ToImages(sound.to(ScalarType.Float32).view(1, 1, -1));

        double[][] columns = [.. golden.RootElement.GetProperty("columns").EnumerateArray()
            .Select(column => column.EnumerateArray().Select(value => value.GetDouble()).ToArray())];
        foreach ((int t, double[] column) in columns.Index())
            foreach ((int row, double value) in column.Index()) Assert.Equal(value, image[0, 0, row, t].item<float>(), 2e-4);
    }

    [Fact]
    public void A_tone_comes_back_at_its_pitch_and_about_as_loud()
    {
        using DisposeScope scope = NewDisposeScope();
        SoundShape shape = new(1, SoundGrid.LengthFor(Rate, 1), Rate);
        Tensor tones = stack([.. new[] { 220.0, 440, 1_000, 3_000 }.Select(hertz => Tone(hertz, shape.Length))]).unsqueeze(1);
        SoundGrid grid = SoundGrid.Fitted(shape, tones);

        Tensor images = grid.ToImages(tones), heard = grid.ToSounds(images);

        Assert.Equal([4, 1, 64, 64], images.shape);
        Assert.Equal(tones.shape, heard.shape);
        Assert.True(images.min().item<float>() >= 0 && images.max().item<float>() <= 1);
        foreach ((int i, double hertz) in new[] { 220.0, 440, 1_000, 3_000 }.Index())
        {
            Assert.InRange(PitchOf(heard[i, 0]) / hertz, 0.9, 1.1); // low bands are 40 Hz wide
            Assert.InRange(heard[i, 0].square().mean().item<float>() / tones[i, 0].square().mean().item<float>(), 0.5, 1.6);
        }
    }

    [Fact]
    public void Silence_is_black_and_black_is_silence()
    {
        using DisposeScope scope = NewDisposeScope();
        SoundShape shape = new(2, SoundGrid.LengthFor(44_100, 0.3), 44_100);
        Tensor quiet = zeros([1, 2, shape.Length]), loud = stack([Tone(500, shape.Length), Tone(700, shape.Length)]).unsqueeze(0);
        SoundGrid grid = SoundGrid.Fitted(shape, loud);

        Assert.Equal(0, grid.ToImages(quiet).max().item<float>());
        Assert.True(grid.ToSounds(zeros([1, grid.Image.Channels, grid.Image.Height, grid.Image.Width])).abs().max().item<float>() < 1e-6);
    }

    [Fact]
    public void No_tensor_stays_behind()
    {
        SoundShape shape = new(1, SoundGrid.LengthFor(8_000, 0.2), 8_000);
        using Tensor sounds = rand([2, 1, shape.Length]);
        SoundGrid grid = SoundGrid.Fitted(shape, sounds);
        void Once()
        {
            using DisposeScope scope = NewDisposeScope();
            grid.ToSounds(grid.ToImages(sounds));
        }

        Once();
        long before = LiveTensors.Count();
        Once();
        Assert.Equal(before, LiveTensors.Count());
    }

    private static Tensor Tone(double hertz, int length) =>
        (arange(length, ScalarType.Float64) * (2 * Math.PI * hertz / Rate)).sin().mul(0.5).to(ScalarType.Float32);

    private static double PitchOf(Tensor sound) =>
        fft.rfft(sound).abs().argmax().item<long>() * (double)Rate / sound.shape[0];
}
