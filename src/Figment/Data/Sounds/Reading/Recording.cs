using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>A recording after mixing and removal of its DC offset.</summary>
/// <param name="Sound">The sound, with one or two channels.</param>
/// <param name="Facts">The properties of its file.</param>
/// <param name="Channels">The number of channels in the file.</param>
/// <param name="Offset">The largest DC offset that was removed from a channel, where 1 is full scale.</param>
/// <param name="IsUnmixed">Whether the channels cancel each other, so that the loudest one replaces their mean.</param>
internal sealed record Recording(Sound Sound, SoundFacts Facts, int Channels, double Offset, bool IsUnmixed)
{
    /// <summary>The length in seconds after which the rest of a recording is ignored.</summary>
    internal const double MostSeconds = 60;

    private const double LeastOffset = 1e-3,
        LeastLeft = 0.01;

    /// <summary>Creates a recording from a decoded file.</summary>
    /// <param name="decoded">The decoded file.</param>
    /// <param name="stereo">Whether to return two channels rather than one.</param>
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
    /// Estimates the DC offset of a sound: the mean or the median, whichever is nearer to 0, or 0 if their signs differ. A voice
    /// is asymmetric, which shifts only its median; a short hit shifts its mean. Tiny offsets count as 0, so that most sounds
    /// stay unchanged.
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
    /// Mixes the channels. For two channels, the first two, left and right, are taken; one channel is the mean of all, unless
    /// they cancel each other.
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
