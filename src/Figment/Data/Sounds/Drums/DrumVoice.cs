using Figment.Backend;

namespace Figment.Data.Sounds;

/// <summary>A drum in the making: its samples so far, and its own random numbers.</summary>
/// <param name="samples">The samples to add to; silence at first.</param>
/// <param name="rate">The sample rate in Hz.</param>
/// <param name="key">The key of <see cref="Philox"/>, which is the seed.</param>
/// <param name="item">The number of the drum, which with the key determines its random numbers.</param>
internal sealed class DrumVoice(float[] samples, int rate, ulong key, ulong item)
{
    private const double Inaudible = 1e-5;
    private ulong drawn;

    /// <summary>The sample rate in Hz.</summary>
    internal int Rate => rate;

    /// <summary>Draws a number from U(low, high).</summary>
    internal double Between(double low, double high)
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Words(key, drawn++, item, words);
        return low + ((high - low) * Philox.Uniform(words[0]));
    }

    /// <summary>Adds a tone that glides from one pitch to another and decays.</summary>
    /// <param name="from">The first pitch in Hz.</param>
    /// <param name="to">The last pitch in Hz.</param>
    /// <param name="glide">The time in which the distance to the last pitch falls to 1/e, in seconds.</param>
    /// <param name="decay">The time in which the level falls to 1/e, in seconds.</param>
    /// <param name="level">The initial level.</param>
    internal void Tone(double from, double to, double glide, double decay, double level)
    {
        double phase = 0,
            distance = from - to,
            nearer = PlainMath.Exp(-1 / (glide * rate)),
            softer = PlainMath.Exp(-1 / (decay * rate));
        for (int i = 0; i < samples.Length && level > Inaudible; i++, level *= softer, distance *= nearer)
        {
            samples[i] += (float)level * PlainMath.Wave(phase);
            phase += (to + distance) / rate;
        }
    }

    /// <summary>Adds decaying noise.</summary>
    /// <param name="filter">The filter of the noise.</param>
    /// <param name="start">The start in seconds.</param>
    /// <param name="decay">The time in which the level falls to 1/e, in seconds.</param>
    /// <param name="level">The initial level.</param>
    internal void Noise(Biquad filter, double start, double decay, double level)
    {
        Span<uint> words = stackalloc uint[4 * Philox.Counters];
        ulong counter = (drawn++ + 1) << 32;
        double softer = PlainMath.Exp(-1 / (decay * rate));
        for (int i = (int)(start * rate), at = 0; i < samples.Length && level > Inaudible; i++, at++, level *= softer)
        {
            int place = at % words.Length;
            if (place == 0)
                Philox.Block(key, counter + (ulong)(at / 4), item, Philox.Counters, words);
            samples[i] += (float)level * filter.Next((2 * Philox.Uniform(words[place])) - 1);
        }
    }

    /// <summary>Adds decaying pulses of several pitches, which sound metallic.</summary>
    /// <param name="pitches">The pitches in Hz.</param>
    /// <param name="filter">The filter of the pulses.</param>
    /// <param name="decay">The time in which the level falls to 1/e, in seconds.</param>
    /// <param name="level">The initial level.</param>
    internal void Metal(ReadOnlySpan<double> pitches, Biquad filter, double decay, double level)
    {
        Span<double> phases = stackalloc double[pitches.Length];
        for (int pitch = 0; pitch < pitches.Length; pitch++)
            phases[pitch] = Between(0, 1);
        double softer = PlainMath.Exp(-1 / (decay * rate));
        for (int i = 0; i < samples.Length && level > Inaudible; i++, level *= softer)
        {
            int sum = 0;
            for (int pitch = 0; pitch < phases.Length; pitch++)
            {
                sum += phases[pitch] < 0.5 ? 1 : -1;
                phases[pitch] += pitches[pitch] / rate;
                if (phases[pitch] >= 1)
                    phases[pitch] -= 1;
            }

            samples[i] += (float)(level * filter.Next((double)sum / pitches.Length));
        }
    }

    /// <summary>Compresses loud parts: each sample becomes x / (1 + a |x|).</summary>
    internal void Drive(double amount)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)(samples[i] / (1 + (amount * Math.Abs(samples[i]))));
    }
}
