using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>Where in a recording its sound is, and how loud it is.</summary>
/// <param name="Rate">Samples a second of the recording, in Hz.</param>
/// <param name="Length">Samples of each channel.</param>
/// <param name="Onset">The sample from which it is heard: a frame before the first one that is loud enough.</param>
/// <param name="End">The sample behind the last that is heard.</param>
/// <param name="Peak">The largest sample's size.</param>
/// <remarks>
/// Frames of 5 ms are compared with the loudest one: a sound begins with the first that is at most 40 dB softer, and ends with
/// the last that is at most 60 dB softer. What lies before the first frame that is at most 20 dB softer may be louder than that
/// all the time: then it is noise, and what is heard is 10 dB above the softer quarter of it, or at most 20 dB softer than the
/// loudest frame. What fades at the end is no noise.
/// </remarks>
internal readonly record struct SoundSpan(int Rate, int Length, int Onset, int End, double Peak)
{
    /// <summary>A sound whose largest sample is no larger than this (−60 dB) is silence.</summary>
    internal const double Silence = 1e-3;

    private const double Frame = 0.005; // seconds
    private const double OnsetLevel = 1e-4,
        EndLevel = 1e-6,
        HighestLevel = 1e-2,
        AboveNoise = 10; // of the loudest frame's power
    private const int FewestOfNoise = 4; // frames

    /// <summary>Whether nothing is heard.</summary>
    internal bool IsSilent => Peak <= Silence;

    /// <summary>Finds it.</summary>
    internal static SoundSpan Of(Sound sound)
    {
        double peak = 0;
        int frame = Math.Max(1, (int)Math.Round(Frame * sound.Rate)),
            frames = (sound.Length + frame - 1) / frame;
        double[] powers = new double[frames];
        foreach (float[] channel in sound.Channels)
        {
            for (int i = 0; i < channel.Length; i++)
            {
                powers[i / frame] += (double)channel[i] * channel[i];
                peak = Math.Max(peak, Math.Abs(channel[i]));
            }
        }

        powers[^1] *= (double)frame / (sound.Length - ((frames - 1) * frame)); // it may be short
        double most = powers.Max();
        double[] before = [.. powers.TakeWhile(power => power < HighestLevel * most).Order()];
        double noise = before.Length < FewestOfNoise ? 0 : AboveNoise * before[before.Length / 4];
        double onsetLevel = Math.Clamp(noise, OnsetLevel * most, HighestLevel * most),
            endLevel = Math.Clamp(noise, EndLevel * most, HighestLevel * most);
        int first = Math.Max(0, Array.FindIndex(powers, power => power >= onsetLevel)),
            last = Array.FindLastIndex(powers, power => power >= endLevel);
        return new SoundSpan(
            sound.Rate,
            sound.Length,
            Math.Max(0, (first - 1) * frame),
            Math.Min(sound.Length, (Math.Max(first, last) + 2) * frame),
            peak
        );
    }

    /// <summary>The part of the recording that a sound is taken from, in samples.</summary>
    internal (int From, int To) Region(SoundOptions options) =>
        (
            options.Align == SoundAlignment.Onset || (options.Align == SoundAlignment.Centre && !options.KeepSilence) ? Onset : 0,
            options.KeepSilence ? Length : End
        );

    /// <summary>How many seconds a sound needs that loses nothing of it.</summary>
    internal double Needed(SoundOptions options)
    {
        (int from, int to) = Region(options);
        return (double)(to - from) / Rate;
    }
}
