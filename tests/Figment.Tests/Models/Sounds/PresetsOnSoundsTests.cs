using Figment.Audio;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Models;
using Figment.Networks.Sounds;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>Every preset for images learns sounds without changes.</summary>
public sealed class PresetsOnSoundsTests
{
    public static TheoryData<string> Presets => [.. ImagePresets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void A_preset_of_images_learns_sounds_and_makes_such(string name)
    {
        using SoundDataset data = Beeps();
        ModelPreset preset = ModelCatalog.Find(name);
        Assert.True(preset.Learns(data.Description));
        using TrainableModel model = preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(0));
        model.CheckFits(data.Description);

        TrainingResult result = Trainer.Fit(
            model,
            data,
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(2),
                BatchSize = 8,
                SampleCount = 3,
            },
            null,
            null,
            default
        );

        Assert.Equal(2, result.Steps);
        SoundSamples samples = Assert.IsType<SoundSamples>(model.MakeSamples(3, seed: 1));
        Assert.Equal((3, data.Shape), (samples.Count, samples.Shape));
        Assert.All(samples[2].ToArray(), value => Assert.InRange(value, -1, 1));
    }

    [Fact]
    public void A_batch_holds_sounds_as_images_and_their_classes()
    {
        using DisposeScope scope = NewDisposeScope();
        using SoundDataset data = Beeps();
        using Draws draws = new SeededRandom(0).Draws("test");

        Batch batch = data.Gather(tensor(new long[] { 1, 0, 3 }), draws);

        ImageDescription seen = Assert.IsType<ImageDescription>(data.Description.Seen);
        Assert.Equal([3, seen.Shape.Channels, seen.Shape.Height, seen.Shape.Width], batch.Items.shape);
        Assert.Equal([1L, 0, 1], batch.Labels!.data<long>().ToArray());
    }

    [Fact]
    public void What_a_data_set_is_follows_from_its_sounds_and_labels()
    {
        using SoundDataset first = Beeps(),
            same = Beeps(),
            other = Beeps(pitch: 500);

        Assert.Equal(first.Sha256, same.Sha256);
        Assert.NotEqual(first.Sha256, other.Sha256);
        Assert.Equal([8, 8], first.ClassCounts);
        Assert.Equal("sounds", first.Description.Items);
    }

    /// <summary>Short tones, alternating between low and high.</summary>
    private static SoundDataset Beeps(double pitch = 400)
    {
        const int Rate = 8_000,
            Count = 16;
        SoundShape shape = new(1, SoundGrid.LengthFor(Rate, 0.1), Rate);
        short[] values = new short[Count * shape.Size];
        for (int i = 0; i < values.Length; i++)
        {
            (int sound, int at) = Math.DivRem(i, shape.Length);
            values[i] = (short)(20_000 * Math.Sin(2 * Math.PI * pitch * (1 + (sound % 2)) * at / Rate));
        }

        using Tensor floats = tensor(values.Select(value => value / 32_768f).ToArray()).view(Count, 1, shape.Length);
        return new SoundDataset(
            "beeps",
            SoundGrid.Fitted(shape, floats),
            values,
            [.. Enumerable.Range(0, Count).Select(i => (byte)(i % 2))],
            ["low", "high"]
        );
    }
}
