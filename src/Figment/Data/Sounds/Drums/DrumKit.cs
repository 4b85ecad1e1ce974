namespace Figment.Data.Sounds;

/// <summary>
/// Eight synthetic drums in the manner of drum machines (their circuits: K. J. Werner, J. S. Abel, J. O. Smith, "A
/// Physically-Informed, Circuit-Bendable, Digital Model of the Roland TR-808 Bass Drum Circuit", 2014, and its references). Each
/// drum differs at random in pitch, length and timbre.
/// </summary>
internal static class DrumKit
{
    // The six oscillators of the TR-808's cymbals, in Hz.
    private static readonly double[] Cymbal = [205.3, 304.4, 369.6, 522.7, 540, 800];

    private static readonly (string Name, Action<DrumVoice> Play)[] All =
    [
        ("kick", Kick),
        ("snare", Snare),
        ("closed-hat", ClosedHat),
        ("open-hat", OpenHat),
        ("clap", Clap),
        ("tom", Tom),
        ("rim", Rim),
        ("cowbell", Cowbell),
    ];

    /// <summary>The names of the drums, in order.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. All.Select(drum => drum.Name)];

    /// <summary>Plays a drum.</summary>
    internal static void Play(int drum, DrumVoice voice) => All[drum].Play(voice);

    private static void Kick(DrumVoice voice)
    {
        voice.Tone(voice.Between(150, 360), voice.Between(42, 60), voice.Between(0.012, 0.035), voice.Between(0.08, 0.2), 1);
        voice.Noise(Biquad.BandPass(voice.Between(1500, 4000), voice.Rate, 0.7), 0, 0.003, voice.Between(0.1, 0.5));
        voice.Drive(voice.Between(0, 1.5));
    }

    private static void Snare(DrumVoice voice)
    {
        double pitch = voice.Between(165, 225),
            decay = voice.Between(0.04, 0.09);
        voice.Tone(1.3 * pitch, pitch, 0.01, decay, voice.Between(0.5, 0.8));
        voice.Tone(1.9 * pitch, 1.75 * pitch, 0.01, 0.6 * decay, voice.Between(0.2, 0.4));
        voice.Noise(
            Biquad.HighPass(voice.Between(1200, 2500), voice.Rate),
            0,
            voice.Between(0.06, 0.13),
            voice.Between(0.5, 0.9)
        );
    }

    private static void ClosedHat(DrumVoice voice) => Hat(voice, voice.Between(0.012, 0.035));

    private static void OpenHat(DrumVoice voice) => Hat(voice, voice.Between(0.12, 0.22));

    private static void Hat(DrumVoice voice, double decay)
    {
        double tuning = voice.Between(0.9, 1.25),
            edge = voice.Between(6500, 9000);
        double[] pitches = [.. Cymbal.Select(pitch => 2 * tuning * pitch)];
        voice.Metal(pitches, Biquad.HighPass(edge, voice.Rate), decay, voice.Between(0.7, 1));
        voice.Noise(Biquad.BandPass(1.2 * edge, voice.Rate, 0.8), 0, decay, voice.Between(0.3, 0.9));
    }

    private static void Clap(DrumVoice voice)
    {
        double centre = voice.Between(900, 1500),
            start = 0;
        int hands = 3 + (int)voice.Between(0, 2);
        for (int hand = 0; hand < hands; hand++)
        {
            voice.Noise(Biquad.BandPass(centre, voice.Rate, 1.5), start, 0.004, voice.Between(0.8, 1));
            start += voice.Between(0.008, 0.014);
        }

        voice.Noise(Biquad.BandPass(centre, voice.Rate, 1.5), start, voice.Between(0.05, 0.11), voice.Between(0.6, 0.9));
    }

    private static void Tom(DrumVoice voice)
    {
        double pitch = voice.Between(85, 230),
            decay = voice.Between(0.1, 0.2);
        voice.Tone(voice.Between(1.3, 1.7) * pitch, pitch, voice.Between(0.03, 0.06), decay, 1);
        voice.Tone(1.6 * pitch, 1.5 * pitch, 0.05, 0.5 * decay, voice.Between(0.1, 0.3));
        voice.Noise(Biquad.BandPass(4 * pitch, voice.Rate, 0.8), 0, 0.01, voice.Between(0.1, 0.4));
    }

    private static void Rim(DrumVoice voice)
    {
        double pitch = voice.Between(1500, 1950),
            decay = voice.Between(0.006, 0.014);
        voice.Tone(pitch, pitch, 1, decay, 1);
        voice.Tone(0.29 * pitch, 0.27 * pitch, 0.01, 1.5 * decay, voice.Between(0.5, 0.8));
        voice.Noise(Biquad.HighPass(3000, voice.Rate), 0, 0.002, voice.Between(0.3, 0.8));
    }

    private static void Cowbell(DrumVoice voice)
    {
        double low = voice.Between(490, 600),
            high = voice.Between(1.44, 1.52) * low,
            decay = voice.Between(0.05, 0.14);
        foreach (double pitch in (double[])[low, high])
        {
            // Odd harmonics, like those of pulses; the sharp attack decays faster.
            for (int harmonic = 1; harmonic <= 7; harmonic += 2)
            {
                voice.Tone(harmonic * pitch, harmonic * pitch, 1, decay, 0.5 / harmonic);
                voice.Tone(harmonic * pitch, harmonic * pitch, 1, 0.015, 0.4 / harmonic);
            }
        }
    }
}
