using Figment.Backend;

namespace Figment.Data.Sounds;

/// <summary>One drum that is being made: its samples so far, and its own random numbers.</summary>
/// <param name="samples">What is added to; silence at first.</param>
/// <param name="rate">Samples a second, in Hz.</param>
/// <param name="key">Of <see cref="Philox"/>: the seed.</param>
/// <param name="item">Which drum it is; its numbers depend on nothing else.</param>
internal sealed class DrumVoice(float[] samples, int rate, ulong key, ulong item)
{
    private const double Inaudible = 1e-5;
    private ulong drawn;

    /// <summary>Samples a second, in Hz.</summary>
    internal int Rate => rate;

    /// <summary>A number of U(low, high).</summary>
    internal double Between(double low, double high)
    {
        Span<uint> words = stackalloc uint[4];
        Philox.Words(key, drawn++, item, words);
        return low + ((high - low) * Philox.Uniform(words[0]));
    }

    /// <summary>Adds a tone that glides from one pitch to another and fades.</summary>
    /// <param name="from">Hz.</param>
    /// <param name="to">Hz.</param>
    /// <param name="glide">Seconds until the distance is 1/e of what it was.</param>
    /// <param name="decay">Seconds until the level is 1/e of what it was.</param>
    /// <param name="level">The level at first.</param>
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

    /// <summary>Adds noise that fades.</summary>
    /// <param name="filter">What it goes through.</param>
    /// <param name="start">Seconds from the beginning.</param>
    /// <param name="decay">Seconds until the level is 1/e of what it was.</param>
    /// <param name="level">The level at first.</param>
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

    /// <summary>Adds a bundle of pulses, as of metal, that fades.</summary>
    /// <param name="pitches">Hz.</param>
    /// <param name="filter">What it goes through.</param>
    /// <param name="decay">Seconds until the level is 1/e of what it was.</param>
    /// <param name="level">The level at first.</param>
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

    /// <summary>Presses loud parts together, x / (1 + a |x|) each sample.</summary>
    internal void Drive(double amount)
    {
        for (int i = 0; i < samples.Length; i++)
            samples[i] = (float)(samples[i] / (1 + (amount * Math.Abs(samples[i]))));
    }
}
