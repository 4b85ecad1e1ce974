using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Imaging;
using static Figment.Tests.Data.Sounds.Recorded;

namespace Figment.Tests.Data.Sounds;

/// <summary>What a look at recordings reports, and what it draws of them.</summary>
public sealed class SoundLooksTests : IDisposable
{
    private const int Rate = 16_000;
    private readonly Recorded data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public void Lengths_rates_channels_and_levels_are_told()
    {
        for (int i = 0; i < 9; i++)
            data.Put(
                $"a/{i}.wav",
                Wav(Rate, [.. Silence(Rate, 0.25), .. Steady(Rate, 0.5, 300 + (50 * i), 0.1 * (i + 1)), .. Silence(Rate, 0.25)])
            );
        data.Put("b/long.wav", Wav(48_000, Steady(48_000, 2, 500, 0.5), Steady(48_000, 2, 400, 0.5)));

        Assert.All(
            data.Both(),
            path =>
            {
                SoundCheck check = SoundCheck.Of(path);
                Assert.Equal((10, 0), (check.Files, check.Broken.Count));
                Assert.Equal([("WAV", 10)], check.Formats);
                Assert.Equal([(16_000, 9, "a/0.wav"), (48_000, 1, "b/long.wav")], check.Rates);
                Assert.Equal([(1, 9), (2, 1)], check.Channels);
                Assert.Equal((1, 1, 1, 2), check.Seconds);
                Assert.Equal(0.5, check.Heard.Middle, 0.02);
                Assert.Equal((0.1, 0.9), (Math.Round(check.Peaks.Softest, 2), Math.Round(check.Peaks.Loudest, 2)));
                Assert.Equal([("a", 9), ("b", 1)], check.Classes);
                Assert.Empty(check.Duplicates);
                Assert.Empty(check.NearDuplicates);
            }
        );
    }

    [Fact]
    public void What_is_wrong_is_named()
    {
        data.Add("good.wav")
            .Put("silent.wav", Wav(Rate, Silence(Rate, 0.3)))
            .Put("clipped.wav", Wav(Rate, [.. Steady(Rate, 0.3, 300, 1.5).Select(value => Math.Clamp(value, -1, 1))]))
            .Put("shifted.wav", Wav(Rate, [.. Steady(Rate, 0.3, 300, 0.5).Select(value => value + 0.05f)]))
            .Put("broken.wav", [1, 2, 3])
            .Write("notes.txt", "x");

        SoundCheck check = SoundCheck.Of(data.Root);

        Assert.Equal(["silent.wav"], check.Silent);
        Assert.Equal(["clipped.wav"], check.Clipped);
        Assert.Equal(("shifted.wav", 0.05), (check.Offsets.Single().File, Math.Round(check.Offsets[0].Offset, 3)));
        Assert.Equal("broken.wav", check.Broken.Single().File);
        Assert.Contains(check.LeftOut, note => note.English.Contains("notes.txt", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_and_nearly_the_same_are_found_and_others_are_not()
    {
        float[] word = [.. Tone(Rate, 0.4, 300, 0.8).Zip(Tone(Rate, 0.4, 1700, 0.1), (a, b) => a + b)];
        data.Put("a.wav", Wav(Rate, word))
            .Put("b.wav", Wav(Rate, word))
            .Put("softer.wav", Wav(Rate, [.. word.Select(value => value * 0.4f)]))
            .Put("later.wav", Wav(Rate, [.. Silence(Rate, 0.2), .. word, .. Silence(Rate, 0.3)]))
            .Put("higher.wav", Wav(Rate, [.. Tone(Rate, 0.4, 360, 0.8).Zip(Tone(Rate, 0.4, 2040, 0.1), (a, b) => a + b)]))
            .Put("longer.wav", Wav(Rate, [.. Tone(Rate, 0.6, 300, 0.8).Zip(Tone(Rate, 0.6, 1700, 0.1), (a, b) => a + b)]));

        SoundCheck check = SoundCheck.Of(data.Root);

        Assert.Equal(["a.wav", "b.wav"], check.Duplicates.Single());
        Assert.Equal(["a.wav", "later.wav", "softer.wav"], check.NearDuplicates.Single());
    }

    [Fact]
    public void Drums_that_differ_are_no_duplicates()
    {
        SoundFingerprint[] prints =
        [
            .. Enumerable
                .Range(0, 96)
                .Select(i =>
                {
                    float[] samples = new float[DrumSounds.Shape.Length];
                    DrumSounds.Render(i % 8, 0, (ulong)i, samples);
                    Sound sound = new([samples], 44_100);
                    return SoundFingerprint.Of(
                        sound,
                        Recording.Of(new DecodedSound(sound, new SoundFacts("WAV")), stereo: false),
                        SoundSpan.Of(sound)
                    );
                }),
        ];

        Assert.Empty(SoundFingerprint.Groups(prints, default));
    }

    [Fact]
    public void A_picture_shows_pitch_and_time_where_they_are()
    {
        // A low tone in the first half of a sound, a high one in the second half.
        SoundShape shape = new(1, 16_384, Rate);
        float[] sound = [.. Steady(Rate, 0.512, 250, 0.5), .. Steady(Rate, 0.512, 4_000, 0.5)];

        byte[] levels = SoundPicture.Spectrograms(sound, shape);

        Assert.Equal(96 * 192, levels.Length);
        Assert.Equal(Band(250), Loudest(48), 1.0);
        Assert.Equal(Band(4_000), Loudest(144), 1.0);
        Assert.Equal(255, levels.Max());

        // Rows start with the highest band; the scale m = 2595 log10(1 + f / 700) runs from 20 Hz to half the rate.
        int Loudest(int column) => Enumerable.Range(0, 96).MaxBy(row => levels[(row * 192) + column]);
        static double Band(double hertz) => 96 - ((Mel(hertz) - Mel(20)) / ((Mel(8_000) - Mel(20)) / 97));
        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
    }

    [Fact]
    public void Samples_are_drawn_in_full_rows_and_marked_as_a_drawing()
    {
        using TemporaryFolder folder = new();
        SoundShape shape = new(2, 1024, Rate);
        SoundSamples samples = new(new float[10 * shape.Size], 10, shape);
        string path = folder["sheet.png"];

        samples.AsPicture.Save(path);
        Picture picture = SoundPicture.Of(new float[16 * shape.Size], shape);

        Assert.True(DrawingMark.IsIn(File.ReadAllBytes(path)));
        Assert.Equal((6 + (5 * 198), 6 + (2 * 144)), (Size(path).Width, Size(path).Height));
        Assert.Equal((6 + (4 * 198), 6 + (4 * 144)), (picture.Width, picture.Height));

        static (int Width, int Height) Size(string file) => PictureDecoder.Measure(File.ReadAllBytes(file));
    }
}
