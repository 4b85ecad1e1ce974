using Figment.Audio;
using Figment.Data.Sounds;
using static Figment.Tests.Data.Sounds.Recorded;

namespace Figment.Tests.Data.Sounds;

/// <summary>Where the sound in a recording is, and which part of it is taken.</summary>
public sealed class SoundCutTests
{
    private const int Rate = 16_000;

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.003)] // noise 40 dB below the tone
    [InlineData(0.02)] // 24 dB below
    public void A_sound_begins_where_it_rises_out_of_silence_or_noise(double noise)
    {
        SoundSpan span = SoundSpan.Of(
            Noisy([.. Silence(Rate, 0.4), .. Steady(Rate, 0.3, 440, 0.5), .. Silence(Rate, 0.5)], noise)
        );

        Assert.Equal(0.4, (double)span.Onset / Rate, 0.006);
        Assert.Equal(0.7, (double)span.End / Rate, 0.011);
        Assert.Equal(0.3, span.Needed(new SoundOptions()), 0.016);
        Assert.False(span.IsSilent);
    }

    [Fact]
    public void A_sound_that_fades_ends_60_dB_below_its_loudest_part()
    {
        // It fades by 60 dB per second, down to 120 dB.
        float[] fading =
        [
            .. Enumerable
                .Range(0, 2 * Rate)
                .Select(i => (float)(0.9 * Math.Pow(10, -3.0 * i / Rate) * Math.Sin(2 * Math.PI * 1000 * i / Rate))),
        ];

        SoundSpan span = SoundSpan.Of(new Sound([fading], Rate));

        Assert.Equal((0, 1.0), (span.Onset, Math.Round((double)span.End / Rate, 1)));
        Assert.Equal(0.9, span.Peak, 0.01);
    }

    [Fact]
    public void What_has_one_sample_or_none_that_is_heard_is_still_a_span()
    {
        Assert.Equal(
            new SoundSpan(Rate, 1, 0, 1, 0.5),
            SoundSpan.Of(
                new Sound(
                    [
                        [0.5f],
                    ],
                    Rate
                )
            )
        );
        Assert.True(SoundSpan.Of(new Sound([Silence(Rate, 1)], Rate)).IsSilent);
        Assert.True(SoundSpan.Of(new Sound([Steady(Rate, 1, 100, 0.0009)], Rate)).IsSilent);
    }

    /// <summary>A recording of 1 s with sound from 0.4 to 0.6 s.</summary>
    [Theory]
    [InlineData(SoundAlignment.Onset, 0.5, false, 0.005, 0.205)]
    [InlineData(SoundAlignment.Onset, 0.1, false, 0.005, 0.1)] // cut
    [InlineData(SoundAlignment.Start, 0.7, false, 0.4, 0.6)]
    [InlineData(SoundAlignment.Start, 0.5, true, 0.4, 0.5)] // cut
    [InlineData(SoundAlignment.Centre, 0.5, false, 0.15, 0.35)]
    [InlineData(SoundAlignment.Centre, 0.5, true, 0.15, 0.35)]
    [InlineData(SoundAlignment.Centre, 2.0, true, 0.9, 1.1)] // padded on both sides
    [InlineData(SoundAlignment.Centre, 0.1, false, 0, 0.1)] // cut on both sides
    public void The_part_that_is_taken_stands_where_it_should(
        SoundAlignment align,
        double length,
        bool keepSilence,
        double from,
        double to
    )
    {
        float[] recording = [.. Silence(Rate, 0.4), .. Steady(Rate, 0.2, 1000, 0.5), .. Silence(Rate, 0.4)];

        float[] cut = Cut(new Sound([recording], Rate), length, new SoundOptions { Align = align, KeepSilence = keepSilence });

        int[] heard = [.. Enumerable.Range(0, cut.Length).Where(i => Math.Abs(cut[i]) > 0.01)];
        Assert.Equal((int)(length * Rate), cut.Length);
        Assert.Equal(from, (double)heard[0] / Rate, 0.006);
        Assert.Equal(to, (double)heard[^1] / Rate, 0.006);
    }

    [Fact]
    public void What_is_cut_off_fades_over_five_milliseconds_and_nothing_else_does()
    {
        float[] tone = Steady(Rate, 1, 1000, 0.5);

        float[] cut = Cut(new Sound([tone], Rate), 0.5, new SoundOptions { KeepLoudness = true });

        Assert.Equal(tone[..7920], cut[..7920], (a, b) => Math.Abs(a - b) < 2e-5);
        for (int i = 0; i < 80; i++)
            Assert.Equal(tone[7920 + i] * (80 - i) / 81.0, cut[7920 + i], 4e-5);
        float[] whole = Cut(new Sound([tone], Rate), 1, new SoundOptions { KeepLoudness = true });
        Assert.Equal(tone, whole, (a, b) => Math.Abs(a - b) < 2e-5);
    }

    [Theory]
    [InlineData(44_100)]
    [InlineData(8_000)]
    [InlineData(16_000)]
    public void Pitch_and_place_are_the_same_at_another_rate(int recorded)
    {
        float[] recording = [.. Silence(recorded, 0.2), .. Steady(recorded, 0.3, 1000, 0.5), .. Silence(recorded, 0.5)];

        float[] cut = Cut(new Sound([recording], recorded), 0.5, new SoundOptions());

        // Upward crossings of zero between 50 and 250 ms.
        int[] crossings = [.. Enumerable.Range(800, 3200).Where(i => cut[i - 1] < 0 && cut[i] >= 0)];
        Assert.Equal(200, crossings.Length, 1.0);
        Assert.Equal(16, (crossings[^1] - crossings[0]) / (double)(crossings.Length - 1), 0.02);
        Assert.Equal(0.9, cut.Max(Math.Abs), 0.01);
        Assert.Equal(0, cut[(int)(0.33 * Rate)..].Max(Math.Abs), 1e-4);
        Assert.InRange(Array.FindIndex(cut, value => Math.Abs(value) > 0.1), 60, 100); // 5 ms before it begins
    }

    [Fact]
    public void An_offset_is_taken_off_and_uneven_swings_are_none()
    {
        float[] tone = [.. Steady(Rate, 0.3, 1000, 0.4).Select(value => value + 0.1f)];
        float[] lopsided = [.. Steady(Rate, 0.3, 1000, 0.4).Select(value => Math.Max(0, value)), .. Silence(Rate, 0.2)];

        Recording centred = Recording.Of(Decoded(tone), stereo: false);

        Assert.Equal(0.1, centred.Offset, 1e-3);
        Assert.Equal(0, centred.Sound.Channels[0].Average(), 1e-3);
        Assert.Equal(0, Recording.OffsetOf(lopsided)); // its mean is not 0, but it still swings around 0
        float[] pulses = [.. Enumerable.Range(0, 8000).Select(i => i % 100 < 10 ? 0.45f : -0.05f)];
        Assert.Equal(0, Recording.OffsetOf(pulses)); // nor is its median
        Assert.Equal(0.0005f, Recording.Of(Decoded([.. Enumerable.Repeat(0.0005f, 9)]), stereo: false).Sound.Channels[0][0]);
    }

    [Fact]
    public void Channels_that_cancel_each_other_are_not_mixed()
    {
        float[] tone = Steady(Rate, 0.3, 1000, 0.4);

        Recording opposite = Recording.Of(Decoded(tone, [.. tone.Select(value => -0.98f * value)]), stereo: false);
        Recording alike = Recording.Of(Decoded(tone, tone), stereo: false);

        Assert.Equal((true, false), (opposite.IsUnmixed, alike.IsUnmixed));
        Assert.Equal(tone, opposite.Sound.Channels[0]);
        Assert.Equal(tone, alike.Sound.Channels[0], (a, b) => Math.Abs(a - b) < 1e-7);
        Assert.False(Recording.Of(Decoded(tone, Silence(Rate, 0.3)), stereo: false).IsUnmixed); // one side alone
        Assert.Equal(2, Recording.Of(Decoded(tone), stereo: true).Sound.Channels.Length);
    }

    private static DecodedSound Decoded(params float[][] channels) => new(new Sound(channels, Rate), new SoundFacts("WAV"));

    private static float[] Cut(Sound sound, double length, SoundOptions options)
    {
        SoundShape shape = new(1, (int)(length * Rate), Rate);
        short[] cut = new short[shape.Size];
        new SoundCut(shape, options).Cut(sound, SoundSpan.Of(sound), cut);
        return [.. cut.Select(value => value / 32768f)];
    }

    private static Sound Noisy(float[] samples, double level)
    {
        uint state = 1;
        return new Sound(
            [
                [
                    .. samples.Select(value =>
                    {
                        state = (state * 1_664_525) + 1_013_904_223;
                        return (float)(value + (level * ((2.0 * state / uint.MaxValue) - 1)));
                    }),
                ],
            ],
            Rate
        );
    }
}
