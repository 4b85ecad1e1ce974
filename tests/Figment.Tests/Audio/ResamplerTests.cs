using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class ResamplerTests
{
    public static TheoryData<int, int> Rates =>
        new()
        {
            { 44_100, 16_000 },
            { 16_000, 44_100 },
            { 48_000, 44_100 },
            { 44_100, 48_000 },
            { 96_000, 44_100 },
            { 8000, 16_000 },
            { 44_100, 8000 },
            { 22_050, 16_000 },
            { 44_099, 16_001 },
            { 11_025, 16_000 },
        };

    [Theory]
    [MemberData(nameof(Rates))]
    public void A_tone_keeps_its_level_and_its_place_and_gets_no_company(int from, int to)
    {
        Resampler resampler = new(from, to);
        foreach (double part in (double[])[0.02, 0.5, 0.9])
        {
            double frequency = part * Math.Min(from, to) / 2;
            float[] made = resampler.Resample(Tone(from, frequency, from / 5));

            Assert.Equal((int)Math.Round((double)(from / 5) * to / from, MidpointRounding.AwayFromZero), made.Length);
            float[] expected = Tone(to, frequency, made.Length);
            double worst = made.Zip(expected)
                .Skip(made.Length / 4)
                .Take(made.Length / 2)
                .Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.InRange(worst, 0, 1e-4); // −80 dB: level, phase and images together
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void What_the_lower_rate_cannot_hold_goes(int from, int to)
    {
        if (to >= from)
            return;
        foreach (double part in (double[])[1.001, 1.2, 1.9])
        {
            double frequency = part * to / 2;
            if (frequency >= from / 2.0)
                continue;
            float[] made = new Resampler(from, to).Resample(Tone(from, frequency, from / 5));
            Assert.InRange(made[(made.Length / 4)..(3 * made.Length / 4)].Max(Math.Abs), 0, 1e-4);
        }
    }

    [Fact]
    public void A_click_stays_where_it_is()
    {
        float[] click = new float[4410];
        click[2205] = 1;
        float[] made = new Resampler(44_100, 48_000).Resample(click);

        Assert.Equal(2400, Array.IndexOf(made, made.Max()));
        for (int i = 1; i < 200; i++)
            Assert.Equal(made[2400 - i], made[2400 + i], 1e-6);
        Assert.Equal(48_000 / 44_100.0, made.Sum(value => (double)value), 1e-4);
    }

    [Fact]
    public void A_level_that_does_not_change_stays_to_the_last_digit()
    {
        float[] made = new Resampler(44_100, 16_000).Resample([.. Enumerable.Repeat(0.75f, 4410)]);

        Assert.All(made[400..1200], value => Assert.Equal(0.75f, value, 1e-6f));
    }

    [Fact]
    public void Lengths_are_rounded_and_never_nothing()
    {
        foreach (
            (int length, int from, int to, int expected) in ((int, int, int, int)[])
                [(1, 44_100, 16_000, 1), (3, 2, 1, 2), (5, 2, 1, 3), (1000, 3, 1, 333), (1, 1000, 768_000, 768), (0, 1, 2, 0)]
        )
            Assert.Equal(expected, new Resampler(from, to).Resample(new float[length]).Length);
    }

    private static float[] Tone(int rate, double frequency, int length) =>
        [.. Enumerable.Range(0, length).Select(i => (float)Math.Cos(2 * Math.PI * frequency * i / rate))];
}
