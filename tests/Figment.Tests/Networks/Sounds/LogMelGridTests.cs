using System.Text.Json;
using Figment.Audio;
using Figment.Networks.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class LogMelGridTests
{
    private const int Rate = 16_000;

    [Theory]
    [InlineData(16_000, 4, 256, 256, 64)]
    [InlineData(44_100, 0.74, 512, 64, 128)]
    [InlineData(44_100, 4, 1_024, 176, 128)]
    [InlineData(48_000, 3.9, 1_024, 184, 128)]
    [InlineData(96_000, 4, 2_048, 192, 128)]
    [InlineData(8_000, 0.05, 128, 8, 64)]
    public void Sounds_of_any_length_are_at_most_256_columns_of_bands_that_their_rate_needs(
        int rate,
        double seconds,
        int hop,
        int columns,
        int bands
    )
    {
        SoundShape shape = new(1, SoundGrid.LengthFor(rate, seconds), rate);
        SoundGrid grid = SoundGrid.Fitted(shape, zeros(1, 1, shape.Length));

        Assert.Equal((hop, columns, bands), (grid.Form.Hop, grid.Image.Width, grid.Form.Bands));
        Assert.InRange(shape.Seconds, seconds - 1e-6, seconds + (8.0 * hop / rate));
    }

    /// <summary>Against tests/golden/sound_grids.py, which goes by the definitions in NumPy.</summary>
    [Fact]
    public void Levels_and_the_way_back_are_those_of_an_independent_computation()
    {
        using DisposeScope scope = NewDisposeScope();
        using JsonDocument golden = Golden.Read("sound_grids.json");
        JsonElement root = golden.RootElement,
            mel = root.GetProperty("mel");
        SoundShape shape = new(1, root.GetProperty("sound").GetArrayLength(), root.GetProperty("rate").GetInt32());
        SoundForm form = new()
        {
            Hop = root.GetProperty("hop").GetInt32(),
            Bands = mel.GetProperty("mels").GetInt32(),
            Levels = [.. Numbers(mel.GetProperty("scale")).Select(scale => 20 * Math.Log10(scale))],
        };
        LogMelGrid grid = new(form, shape, mel.GetProperty("iterations").GetInt32());
        Tensor sound = tensor(Numbers(root.GetProperty("sound")), ScalarType.Float32).view(1, 1, -1);

        AssertNear(mel.GetProperty("grid"), grid.ToImages(sound), 1e-4);
        AssertNear(mel.GetProperty("back"), grid.ToSounds(Image(mel.GetProperty("grid"))), 1e-3);
        AssertNear(mel.GetProperty("backOfChanged"), grid.ToSounds(Image(mel.GetProperty("changed"))), 1e-3);

        Tensor Image(JsonElement numbers) =>
            tensor(Numbers(numbers), ScalarType.Float32).view(1, 1, form.Bands, shape.Length / form.Hop);
    }

    [Fact]
    public void A_tone_comes_back_at_its_pitch_and_about_as_loud()
    {
        using DisposeScope scope = NewDisposeScope();
        SoundShape shape = new(1, SoundGrid.LengthFor(Rate, 1), Rate);
        Tensor tones = stack([.. new[] { 220.0, 440, 1_000, 3_000 }.Select(hertz => Tone(hertz, shape.Length))]).unsqueeze(1);
        SoundGrid grid = SoundGrid.Fitted(shape, tones);

        Tensor images = grid.ToImages(tones),
            heard = grid.ToSounds(images);

        Assert.Equal([4, 1, 64, 64], images.shape);
        Assert.Equal(tones.shape, heard.shape);
        Assert.True(images.min().item<float>() >= 0 && images.max().item<float>() <= 1);
        foreach ((int i, double hertz) in new[] { 220.0, 440, 1_000, 3_000 }.Index())
        {
            Assert.InRange(PitchOf(heard[i, 0]) / hertz, 0.9, 1.1); // low bands are 40 Hz wide
            Assert.InRange(heard[i, 0].square().mean().item<float>() / tones[i, 0].square().mean().item<float>(), 0.4, 1.6);
        }
    }

    [Fact]
    public void Silence_is_black_and_black_is_silence()
    {
        using DisposeScope scope = NewDisposeScope();
        SoundShape shape = new(2, SoundGrid.LengthFor(44_100, 0.3), 44_100);
        Tensor quiet = zeros([1, 2, shape.Length]),
            loud = stack([Tone(500, shape.Length), Tone(700, shape.Length)]).unsqueeze(0);
        SoundGrid grid = SoundGrid.Fitted(shape, loud);

        Assert.Equal(0, grid.ToImages(quiet).max().item<float>());
        Assert.True(
            grid.ToSounds(zeros([1, grid.Image.Channels, grid.Image.Height, grid.Image.Width])).abs().max().item<float>() < 1e-6
        );
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

    private static double[] Numbers(JsonElement numbers) =>
        numbers.ValueKind == JsonValueKind.Array ? [.. numbers.EnumerateArray().SelectMany(Numbers)] : [numbers.GetDouble()];

    private static void AssertNear(JsonElement expected, Tensor actual, double tolerance)
    {
        float[] values = actual.flatten().data<float>().ToArray();
        foreach ((int i, double value) in Numbers(expected).Index())
            Assert.Equal(value, values[i], tolerance);
    }

    private static Tensor Tone(double hertz, int length) =>
        (arange(length, ScalarType.Float64) * (2 * Math.PI * hertz / Rate)).sin().mul(0.5).to(ScalarType.Float32);

    private static double PitchOf(Tensor sound) => fft.rfft(sound).abs().argmax().item<long>() * (double)Rate / sound.shape[0];
}
