using Figment.Audio;
using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// Levels of mel bands over a range of 80 dB, computed from the mean power of each band, with one column per hop: as many numbers
/// as the ear needs, a quarter of the samples or fewer. Phases are not kept; <see cref="PhaseSearch"/> finds phases that fit (C.
/// Donahue et al., "Adversarial Audio Synthesis", 2018, as SpecGAN; docs/experiments.md reports measurements).
/// </summary>
internal sealed class LogMelGrid : SoundGrid
{
    /// <summary>How far black lies below white, in dB.</summary>
    internal const double Span = 80;

    private const int Iterations = 16;
    private const double Most = 1e12,
        Least = 1e-18,
        Silent = 1e-6,
        MostGain = 4,
        Loudest = 0.98,
        Ln10 = 2.302585092994046;
    private readonly PhaseSearch phases;
    private readonly int frames;

    // Computed once: [bins, bands] and [bands, bins], with the highest band first.
    private readonly Lazy<float[]> filters,
        inverse,
        spread;
    private readonly float[] white,
        scale;

    internal LogMelGrid(SoundForm form, SoundShape sound, int iterations = Iterations)
    {
        (Form, Sound, frames) = (form, sound, sound.Length / form.Hop);
        Image = new ImageShape(sound.Channels, form.Bands, frames);
        phases = new PhaseSearch(form.Hop, frames, iterations);
        filters = new(() => Numbers(Exact));
        inverse = new(() => Numbers(() => linalg.pinv(Exact())));
        spread = new(() => Numbers(SpreadExactly));
        white = [.. form.Levels.Reverse().Select(level => (float)level)];
        scale = [.. form.Levels.Reverse().Select(level => (float)Math.Pow(10, level / 20))];
    }

    internal override SoundForm Form { get; }

    internal override SoundShape Sound { get; }

    internal override ImageShape Image { get; }

    internal override Tensor ToImages(Tensor sounds)
    {
        TensorOperations ops = TensorOperations.Instance;
        Tensor below = Levels(sounds) - On(white, sounds.device, Form.Bands);
        Tensor images = ops.Clamp(ops.Add(ops.Multiply(below, 1 / Span), 1), 0, 1);
        return images.view(-1, Sound.Channels, frames, Form.Bands).transpose(2, 3).contiguous();
    }

    internal override T ToSounds<T>(IOperations<T> ops, T images)
    {
        // 10^(dB / 20), where black is silence.
        const double PerWhite = Span / 20 * Ln10;
        T rows = ops.Reshape(ops.Permute(images, 0, 1, 3, 2), -1, frames, Form.Bands);
        T above = ops.Subtract(ops.Exp(ops.Multiply(ops.Subtract(rows, 1), PerWhite)), Math.Exp(-PerWhite));
        T bands = ops.Multiply(above, ops.Constant("mel.white", above, device => On(scale, device, Form.Bands)));

        T powers = ops.Clamp(ops.Product(ops.Multiply(bands, bands), "mel.inverse", Inverse), 0, Most);
        T sounds = phases.Sounds(ops, ops.Sqrt(powers), made => Gains(ops, bands, made));

        // Where phases do not fit, the sum may be too loud; then the whole sound is made quieter.
        T whole = ops.Reshape(sounds, -1, Sound.Size);
        T held = ops.Divide(whole, ops.Clamp(ops.Multiply(ops.Peak(whole), 1 / Loudest), 1, Most));
        return ops.Reshape(held, -1, Sound.Channels, Sound.Length);
    }

    /// <summary>Computes the levels of the bands, in dB, the highest band first.</summary>
    /// <param name="sounds">[B, channels, length].</param>
    /// <returns>[B × channels, frames, bands].</returns>
    internal Tensor Levels(Tensor sounds)
    {
        TensorOperations ops = TensorOperations.Instance;
        Tensor powers = phases.Powers(sounds.reshape(-1, Sound.Length)).matmul(Filters(sounds.device));
        return ops.Multiply(ops.Clamp(powers, Least, Most).log10(), 10);
    }

    /// <summary>Returns the factors for a spectrum that bring each band nearer to its intended level.</summary>
    private T Gains<T>(IOperations<T> ops, T wanted, T powers)
    {
        T found = ops.Sqrt(ops.Product(powers, "mel.filters", Filters));
        T gains = ops.Clamp(ops.Divide(wanted, ops.Add(found, Silent)), 0, MostGain);
        return ops.Product(gains, "mel.spread", Spread);
    }

    private Tensor Filters(Device device) => On(filters.Value, device, phases.Bins, Form.Bands);

    private Tensor Inverse(Device device) => On(inverse.Value, device, Form.Bands, phases.Bins);

    private Tensor Spread(Device device) => On(spread.Value, device, Form.Bands, phases.Bins);

    /// <summary>Returns [bins, bands], float64, the highest band first.</summary>
    private Tensor Exact() => MelFilters.Of(Sound.Rate, phases.Bins, Form.Bands).flip(1);

    private Tensor SpreadExactly()
    {
        Tensor exact = Exact();
        return (exact / exact.sum(1, keepdim: true).AtLeast(1e-9)).t();
    }

    private static Tensor On(float[] numbers, Device device, params long[] shape) => tensor(numbers, shape).to(device);

    private static float[] Numbers(Func<Tensor> make)
    {
        using DisposeScope scope = NewDisposeScope();
        return make().to(ScalarType.Float32).contiguous().data<float>().ToArray();
    }
}
