using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>One recording as it is heard: mixed as asked for, and without an offset.</summary>
/// <param name="Sound">One channel or two.</param>
/// <param name="Facts">What its file is.</param>
/// <param name="Channels">How many the file has.</param>
/// <param name="Offset">What was taken off, of full scale: the largest of its channels.</param>
/// <param name="IsUnmixed">Whether its channels cancel each other, so that the loudest was taken in place of their mean.</param>
internal sealed record Recording(Sound Sound, SoundFacts Facts, int Channels, double Offset, bool IsUnmixed)
{
    /// <summary>What comes later in a recording is not looked at.</summary>
    internal const double MostSeconds = 60;

    private const double LeastOffset = 1e-3,
        LeastLeft = 0.01;

    /// <summary>Makes one of a decoded file.</summary>
    /// <param name="decoded">The file.</param>
    /// <param name="stereo">Whether it has two channels, and not one.</param>
    internal static Recording Of(DecodedSound decoded, bool stereo)
    {
        int channels = decoded.Sound.Channels.Length;
        Sound sound = Mixed(decoded.Sound, stereo, out bool isUnmixed);
        double offset = 0;
        float[][] centred = new float[sound.Channels.Length][];
        for (int i = 0; i < centred.Length; i++)
        {
            double own = OffsetOf(sound.Channels[i]);
            offset = Math.Max(offset, Math.Abs(own));
            centred[i] = own == 0 ? sound.Channels[i] : [.. sound.Channels[i].Select(value => (float)(value - own))];
        }

        return new Recording(sound with { Channels = centred }, decoded.Facts, channels, offset, isUnmixed);
    }

    /// <summary>
    /// What a sound is shifted by: mean or median, whichever is nearer to 0, or 0 where they disagree about the direction. A
    /// voice swings unevenly, which moves its median alone, and a short hit has a mean. What is next to nothing is 0, so that
    /// most sounds stay as they are.
    /// </summary>
    internal static double OffsetOf(ReadOnlySpan<float> samples)
    {
        float[] sorted = samples.ToArray();
        sorted.AsSpan().Sort();
        double median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2.0;
        double mean = 0;
        foreach (float sample in samples)
            mean += (double)sample / samples.Length;
        double offset = Math.Abs(mean) < Math.Abs(median) ? mean : median;
        return mean * median <= 0 || Math.Abs(offset) < LeastOffset ? 0 : offset;
    }

    /// <summary>
    /// Two channels are the first two, left and right; one is the mean of all, unless that takes away what there is.
    /// </summary>
    private static Sound Mixed(Sound sound, bool stereo, out bool isUnmixed)
    {
        isUnmixed = false;
        if (stereo)
            return sound.Channels.Length == 1 ? sound.Pick(0, 0)
                : sound.Channels.Length == 2 ? sound
                : sound.Pick(0, 1);
        if (sound.Channels.Length == 1)
            return sound;
        Sound mono = sound.Mono();
        double[] powers = [.. sound.Channels.Select(channel => Power(channel))];
        isUnmixed = Power(mono.Channels[0]) < LeastLeft * powers.Max() / sound.Channels.Length / sound.Channels.Length;
        return isUnmixed ? sound.Pick(Array.IndexOf(powers, powers.Max())) : mono;
    }

    private static double Power(ReadOnlySpan<float> samples)
    {
        double sum = 0;
        foreach (float sample in samples)
            sum += (double)sample * sample;
        return sum;
    }
}
