using Figment.Audio;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Sounds;

/// <summary>Measures sounds, block by block.</summary>
/// <param name="spectrum">The spectra that are given with the sounds.</param>
internal sealed class SoundMeter(ShortTimeSpectrum spectrum)
{
    // In dB relative to full scale: the first for amplitudes, the second for powers.
    private const double SilentBelow = -50,
        Inaudible = -60;

    // The largest 16-bit sample is 0.99997; three such samples in a row mean clipping, not a peak.
    private const double FullScale = 0.9999;

    private const double RolledOff = 0.95,
        FlatnessFloor = 1e-8;
    private const int FlatnessBands = 16,
        CalmPart = 10,
        Cut = 3;

    private readonly List<bool> silent = [],
        clipped = [];
    private readonly List<double> loudness = [],
        centroid = [],
        rollOff = [],
        flatness = [],
        rest = [];

    /// <summary>The figures of all sounds so far.</summary>
    internal SoundFigures Figures =>
        new()
        {
            Count = silent.Count,
            Silent = (double)silent.Count(each => each) / silent.Count,
            Clipped = (double)clipped.Count(each => each) / clipped.Count,
            Loudness = Of(loudness),
            Centroid = Of(centroid),
            RollOff = Of(rollOff),
            Flatness = Of(flatness),
            Rest = Of(rest),
        };

    /// <summary>Measures more sounds.</summary>
    /// <param name="sounds">In the order sound, channel, sample; −1 to 1.</param>
    /// <param name="power">Their power spectra, [B, channels, frames, bins].</param>
    internal void Add(ReadOnlySpan<float> sounds, Tensor power) => Add(sounds, sounds, power);

    /// <summary>
    /// Measures more sounds that were scaled to the same loudness; silence and clipping are judged from the original sounds.
    /// </summary>
    /// <param name="asMade">The original sounds, in the order sound, channel, sample; −1 to 1.</param>
    /// <param name="sounds">The scaled sounds, in the same order.</param>
    /// <param name="power">The power spectra of the scaled sounds, [B, channels, frames, bins].</param>
    internal void Add(ReadOnlySpan<float> asMade, ReadOnlySpan<float> sounds, Tensor power)
    {
        using DisposeScope scope = NewDisposeScope();
        int count = (int)power.shape[0],
            size = sounds.Length / count,
            length = size / (int)power.shape[1];
        for (int i = 0; i < count; i++)
        {
            AddLimits(asMade.Slice(i * size, size), length);
            AddLoudness(sounds.Slice(i * size, size));
        }

        // For the whole sound, [B, bins]; for each frame, [B, frames].
        double[] whole = power.sum([1L, 2L], type: ScalarType.Float64).cpu().data<double>().ToArray();
        double[] pieces = power.sum([3L], type: ScalarType.Float64).mean([1L]).cpu().data<double>().ToArray();
        for (int i = 0; i < count; i++)
        {
            AddSpectrum(whole.AsSpan(i * spectrum.Bins, spectrum.Bins));
            AddRest(pieces.AsSpan(i * spectrum.Frames, spectrum.Frames));
        }
    }

    /// <summary>Whether a sound with this peak is inaudible.</summary>
    internal static bool IsSilent(float peak) => peak < Math.Pow(10, SilentBelow / 20);

    private void AddLimits(ReadOnlySpan<float> sound, int length)
    {
        (float peak, int full, bool isCut) = (0, 0, false);
        for (int i = 0; i < sound.Length; i++)
        {
            float level = Math.Abs(sound[i]);
            peak = Math.Max(peak, level);
            full =
                level < FullScale ? 0
                : i % length == 0 ? 1
                : full + 1;
            isCut |= full >= Cut;
        }

        silent.Add(IsSilent(peak));
        clipped.Add(isCut);
    }

    private void AddLoudness(ReadOnlySpan<float> sound)
    {
        double power = 0;
        foreach (float sample in sound)
            power += (double)sample * sample;
        loudness.Add(Decibels(power / sound.Length));
    }

    private void AddSpectrum(ReadOnlySpan<double> power)
    {
        (double total, double moment) = (0, 0);
        for (int bin = 0; bin < power.Length; bin++)
            (total, moment) = (total + power[bin], moment + (bin * power[bin]));
        int reached = 0;
        for (double sum = power[0]; sum < RolledOff * total && reached < power.Length - 1; sum += power[reached])
            reached++;
        centroid.Add(total > 0 ? moment / total * spectrum.FrequencyOf(1) : 0);
        rollOff.Add(spectrum.FrequencyOf(reached));

        (double flat, double weights) = (0, 0);
        int width = (power.Length - 1) / FlatnessBands;
        for (int band = 0; band < FlatnessBands; band++)
        {
            double[] held = power.Slice(band * width, width).ToArray();
            double least = Math.Max(held.Max() * FlatnessFloor, double.Epsilon);
            double sum = held.Sum(value => Math.Max(value, least)),
                logs = held.Sum(value => Math.Log10(Math.Max(value, least)));
            flat += 10 * ((logs / width) - Math.Log10(sum / width)) * sum;
            weights += sum;
        }

        flatness.Add(flat / weights);
    }

    private void AddRest(Span<double> pieces)
    {
        pieces.Sort();
        int calm = Math.Max(1, pieces.Length / CalmPart);
        double sum = 0;
        foreach (double piece in pieces[..calm])
            sum += piece;
        rest.Add(Math.Max(Inaudible, Decibels(sum / calm)));
    }

    private static double Decibels(double power) => 10 * Math.Log10(Math.Max(power, 1e-20));

    private SoundFigure? Of(List<double> values) => SoundFigure.Of([.. values.Where((_, number) => !silent[number])]);
}
