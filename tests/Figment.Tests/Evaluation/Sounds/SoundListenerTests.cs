using Figment.Audio;
using Figment.Data.Sounds;
using Figment.Evaluation.Sounds;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Evaluation.Sounds;

public sealed class SoundListenerTests
{
    private static readonly SoundShape Stereo = new(2, 4_000, 8_000);

    [Fact]
    public void Levels_and_figures_are_those_of_NumPy()
    {
        using DisposeScope scope = NewDisposeScope();
        using MelSpectrogram mel = new(Stereo);
        Tensor sounds = GoldenSounds(),
            power = mel.Spectrum.Power(sounds);

        Tensor levels = mel.Levels(power);

        Assert.Equal([2, 2, 64, 32], levels.shape);
        Golden.Near("heard_sounds.json", "levels", levels.slice(3, 0, 32, 8), tolerance: 2e-3);
        SoundFigures[] each =
        [
            .. Enumerable
                .Range(0, 2)
                .Select(number =>
                {
                    SoundMeter meter = new(mel.Spectrum);
                    meter.Add(sounds[number].contiguous().data<float>().ToArray(), power.narrow(0, number, 1));
                    return meter.Figures;
                }),
        ];
        double[,] figures = new double[2, 5];
        for (int number = 0; number < 2; number++)
        {
            SoundFigure?[] found =
            [
                each[number].Loudness,
                each[number].Centroid,
                each[number].RollOff,
                each[number].Flatness,
                each[number].Rest,
            ];
            for (int i = 0; i < 5; i++)
                figures[number, i] = found[i]!.Mean;
        }

        Golden.Near("heard_sounds.json", "figures", tensor(figures), tolerance: 1e-4);
        Assert.Equal([0, 1], each.Select(sound => sound.Clipped)); // the square wave
    }

    [Fact]
    public void A_picture_has_low_pitches_at_the_bottom_and_a_tone_of_full_scale_in_white()
    {
        using DisposeScope scope = NewDisposeScope();
        using MelSpectrogram mel = new(new SoundShape(1, 16_000, 16_000));
        Tensor times = arange(16_000, ScalarType.Float32) / 16_000;
        Tensor tones = stack([(times * (2 * Math.PI * 200)).sin(), (times * (2 * Math.PI * 3_000)).sin(), zeros(16_000)])
            .unsqueeze(1);

        Tensor pictures = tensor(mel.Pictures(mel.Spectrum.Power(tones)), [3, 1, 64, 64]).to(ScalarType.Float32);

        Tensor column = pictures.select(3, 32).squeeze(1);
        Assert.Equal([57, 21], column.narrow(0, 0, 2).argmax(1).data<long>().ToArray());
        Assert.All(column.narrow(0, 0, 2).amax([1]).data<float>().ToArray(), white => Assert.InRange(white, 240, 255));
        Assert.Equal(0, pictures[2].max().item<float>());
    }

    [Theory]
    [InlineData(1, 800, 8_000, 64, 16)] // a tenth of a second
    [InlineData(1, 16_000, 16_000, 64, 64)]
    [InlineData(2, 44_100, 44_100, 128, 64)]
    [InlineData(1, 200, 4_000, 64, 16)]
    [InlineData(1, 96_000 * 4, 96_000, 64, 128)]
    public void Pictures_of_any_sounds_have_sides_of_multiples_of_eight(int channels, int length, int rate, int height, int width)
    {
        using MelSpectrogram mel = new(new SoundShape(channels, length, rate));

        Assert.Equal((1, height, width), (mel.Shape.Channels, mel.Shape.Height, mel.Shape.Width));
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(height * width, mel.Pictures(mel.Spectrum.Power(rand(1, channels, length) - 0.5)).Length);
    }

    [Fact]
    public void What_is_silent_or_cut_off_is_counted_and_silence_does_not_move_the_other_figures()
    {
        float[][] sounds = MadeSounds.Draw(8, 1);
        float[][] cut = [.. sounds.Select(sound => sound.Select(value => Math.Clamp(4 * value, -1, 1)).ToArray())];
        SoundFigures real = Heard(sounds),
            half = Heard([.. sounds, .. sounds.Select(_ => new float[MadeSounds.Length])]);

        Assert.Equal((0, 0), (real.Silent, real.Clipped));
        Assert.Equal((16, 0.5), (half.Count, half.Silent));
        Assert.Equal((real.Centroid, real.RollOff, real.Loudness), (half.Centroid, half.RollOff, half.Loudness));
        Assert.InRange(Heard(cut).Clipped, 0.7, 1);
        SoundFigures silent = Heard([new float[MadeSounds.Length], new float[MadeSounds.Length]]);
        Assert.Equal((1, null), (silent.Silent, silent.Centroid));
    }

    [Fact]
    public void Sounds_may_be_compared_at_one_level_and_what_was_silent_or_cut_off_before_is_still_known()
    {
        float[][] sounds = MadeSounds.Draw(8, 1);
        float[][] soft = [.. sounds.Select(sound => sound.Select(value => 0.05f * value).ToArray())];
        float[][] cut = [.. sounds.Select(sound => sound.Select(value => Math.Clamp(20 * value, -1, 1)).ToArray())];
        float[][] all = [.. soft, .. cut, .. sounds.Select(_ => new float[MadeSounds.Length])];

        SoundFigures told = Heard(all, 0.9);

        Assert.Equal((Heard(all).Silent, Heard(all).Clipped), (told.Silent, told.Clipped));
        Assert.Equal((1 / 3.0, 1 / 3.0), (told.Silent, told.Clipped));
        Assert.Equal(Heard(sounds, 0.9).Loudness!.Mean, Heard(soft, 0.9).Loudness!.Mean, 0.05);
        Assert.NotEqual(Heard(sounds).Loudness!.Mean, Heard(soft).Loudness!.Mean, 10.0);
    }

    [Fact]
    public void A_model_and_a_data_set_of_the_same_sounds_are_heard_alike_and_no_tensor_stays_behind()
    {
        float[][] sounds = MadeSounds.Draw(24, 1);
        using SoundDataset data = MadeSounds.Data(sounds);
        using MadeSounds.Shown model = new(sounds);
        long before = LiveTensors.Count();
        using (SoundListener listener = new(MadeSounds.Shape))
        {
            using HeardSounds real = listener.Listen(data);
            using HeardSounds made = listener.Listen(model, ((SoundDescription)data.Description).Grid, 24, isKept: true);

            Assert.Equal(real.Figures.Centroid!.Mean, made.Figures.Centroid!.Mean, 1e-3);
            Assert.Equal(MadeSounds.Classes, real.Pictures.ClassNames);
            using (NewDisposeScope())
            {
                // Converting it to an image rounds it once more.
                Assert.InRange(
                    real.Pictures.Pixels(0, 24).ne(made.Pictures.Pixels(0, 24)).to(ScalarType.Float32).mean().item<float>(),
                    0,
                    0.01
                );
                Assert.All(
                    Enumerable.Range(0, 24),
                    number =>
                    {
                        Assert.Equal(data.Sounds(tensor(new long[] { number })).data<float>().ToArray(), real.Samples!(number));
                        Assert.All(
                            real.Samples!(number).Zip(made.Samples!(number)),
                            value => Assert.InRange(value.First - value.Second, -4e-5, 4e-5)
                        );
                    }
                );
            }

            Assert.Contains(
                "log-mel pictures of 0.51 s at 8 kHz: 64 bands from 0 to 4000 Hz",
                listener.Form.How,
                StringComparison.Ordinal
            );
        }

        Assert.Equal(before, LiveTensors.Count());
    }

    private static SoundFigures Heard(IReadOnlyList<float[]> sounds, double? level = null)
    {
        using SoundDataset data = MadeSounds.Data(sounds, hasClasses: false);
        using SoundListener listener = new(MadeSounds.Shape);
        using HeardSounds heard = listener.Listen(data, level);
        return heard.Figures;
    }

    /// <summary>Those of tests/golden/heard_sounds.py.</summary>
    private static Tensor GoldenSounds()
    {
        const int length = 4_000;
        float[] noise = [.. Golden.Fill([length], 7, 0.3).data<float>()];
        Func<int, double, double>[] waves =
        [
            (_, t) => 0.5 * Math.Sin(2 * Math.PI * 440 * t) * Math.Exp(-3 * t),
            (_, t) => 0.8 * Math.Sin(2 * Math.PI * ((200 * t) + (1500 * t * t))),
            (i, t) => noise[i] * Math.Exp(-8 * t),
            (_, t) => Math.Clamp(1.5 * Math.Sin(2 * Math.PI * 100 * t), -1, 1),
        ];
        return tensor(
            waves.SelectMany(wave => Enumerable.Range(0, length).Select(i => Rounded(wave(i, i / 8_000.0)))).ToArray(),
            [2, 2, length]
        );

        static float Rounded(double value) => (float)Math.Clamp(Math.Round((float)value * 32768d), -32768, 32767) / 32768;
    }
}
