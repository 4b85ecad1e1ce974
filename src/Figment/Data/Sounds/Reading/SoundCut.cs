using Figment.Audio;

namespace Figment.Data.Sounds;

/// <summary>Cuts sounds of one shape from recordings.</summary>
/// <param name="shape">The shape of the sounds.</param>
/// <param name="options">The options that choose the part and its loudness.</param>
internal sealed class SoundCut(SoundShape shape, SoundOptions options)
{
    /// <summary>The peak of a sound after normalisation.</summary>
    internal const double Loudest = 0.9;

    private const double Fade = 0.005,
        Around = 0.05; // seconds
    private const float Full = 1 << 15;

    /// <summary>Cuts a sound from a recording.</summary>
    /// <param name="sound">The recording, with as many channels as the shape.</param>
    /// <param name="span">The audible part of the recording.</param>
    /// <param name="target">Receives the sound, [channels, length]; full scale is 32,768.</param>
    /// <returns>The peak before normalisation.</returns>
    internal double Cut(Sound sound, SoundSpan span, Span<short> target)
    {
        double ratio = (double)shape.Rate / sound.Rate,
            window = shape.Length / ratio; // in samples of the recording
        (int from, int to) = span.Region(options);
        double start = options.Align switch
        {
            SoundAlignment.Centre => ((from + to) / 2.0) - (window / 2),
            _ => from,
        };
        int first = Math.Max(from, (int)Math.Round(start)),
            last = Math.Min(to, (int)Math.Ceiling(start + window));
        int before = Math.Min(first, (int)Math.Ceiling(Around * sound.Rate)),
            behind = Math.Min(sound.Length - last, (int)Math.Ceiling(Around * sound.Rate));
        Sound part = new Sound([.. sound.Channels.Select(channel => channel[(first - before)..(last + behind)])], sound.Rate).At(
            shape.Rate
        );

        int skipped = (int)Math.Round(before * ratio),
            place = Math.Max(0, (int)Math.Round((first - start) * ratio));
        int count = Math.Min(Math.Min(shape.Length - place, (int)Math.Round((last - first) * ratio)), part.Length - skipped);
        int fade = (int)Math.Min(Fade * shape.Rate, count / 2.0);
        target.Clear();
        double peak = 0;
        foreach (float[] channel in part.Channels)
        {
            Span<float> heard = channel.AsSpan(skipped, count);
            if (first > 0)
                FadeIn(heard[..fade]);
            if (last < sound.Length)
                FadeOut(heard[^fade..]);
            foreach (float value in heard)
                peak = Math.Max(peak, Math.Abs(value));
        }

        double gain = options.KeepLoudness || peak == 0 ? 1 : Loudest / peak;
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> heard = part.Channels[channel].AsSpan(skipped, count);
            Span<short> into = target.Slice((channel * shape.Length) + place, count);
            for (int i = 0; i < count; i++)
                into[i] = (short)Math.Clamp(Math.Round(heard[i] * gain * Full), short.MinValue, short.MaxValue);
        }

        return peak;
    }

    private static void FadeIn(Span<float> samples)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] *= (i + 1f) / (samples.Length + 1);
    }

    private static void FadeOut(Span<float> samples)
    {
        samples.Reverse();
        FadeIn(samples);
        samples.Reverse();
    }
}
