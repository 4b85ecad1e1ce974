using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>The audible part of a recording and its loudness.</summary>
/// <param name="Rate">The sample rate of the recording in Hz.</param>
/// <param name="Length">The number of samples in each channel.</param>
/// <param name="Onset">The first audible sample: one frame before the first frame that is loud enough.</param>
/// <param name="End">The sample after the last audible one.</param>
/// <param name="Peak">The largest absolute value of a sample.</param>
/// <remarks>
/// Frames of 5 ms are compared with the loudest one. The sound begins with the first frame that is at most 40 dB softer, and ends
/// with the last frame that is at most 60 dB softer. If the frames before the first one that is at most 20 dB softer are louder
/// than these limits, they are noise; the audible frames are then those that are 10 dB above the softest quarter of the noise, or
/// at most 20 dB softer than the loudest frame. A decay at the end is not noise.
/// </remarks>
internal readonly record struct SoundSpan(int Rate, int Length, int Onset, int End, double Peak)
{
    /// <summary>The largest peak of a silent sound (−60 dB).</summary>
    internal const double Silence = 1e-3;

    private const double Frame = 0.005; // seconds
    private const double OnsetLevel = 1e-4,
        EndLevel = 1e-6,
        HighestLevel = 1e-2,
        AboveNoise = 10; // of the loudest frame's power
    private const int FewestOfNoise = 4; // frames

    /// <summary>Whether the recording is silent.</summary>
    internal bool IsSilent => Peak <= Silence;

    /// <summary>Finds the audible part of a sound.</summary>
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

        powers[^1] *= (double)frame / (sound.Length - ((frames - 1) * frame)); // the last frame may be short
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

    /// <summary>The part of the recording from which a sound is cut, in samples.</summary>
    internal (int From, int To) Region(SoundOptions options) =>
        (
            options.Align == SoundAlignment.Onset || (options.Align == SoundAlignment.Centre && !options.KeepSilence) ? Onset : 0,
            options.KeepSilence ? Length : End
        );

    /// <summary>The length that keeps the whole sound, in seconds.</summary>
    internal double Needed(SoundOptions options)
    {
        (int from, int to) = Region(options);
        return (double)(to - from) / Rate;
    }
}
