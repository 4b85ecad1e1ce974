using Figment.Audio;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Networks.Sounds;

/// <summary>
/// Levels of mel bands over 80 dB, one column each hop: as many numbers as the ear needs, a quarter of the samples or less. The
/// phases are not kept; <see cref="PhaseSearch"/> finds such as fit (C. Donahue et al., "Adversarial Audio Synthesis", 2018, as
/// SpecGAN; docs/experiments.md has what was measured).
/// </summary>
internal sealed class LogMelGrid : SoundGrid
{
    /// <summary>What 0 stands for below 1, in dB.</summary>
    internal const double Span = 80;

    /// <summary>Samples of a frame, in hops.</summary>
    internal const int Overlap = 4;

    private const double Most = 1e6, Nothing = 1e-9;
    private readonly int frames, bins;
    private readonly PhaseSearch phases;

    internal LogMelGrid(SoundForm form, SoundShape sound)
    {
        (Form, Sound, frames) = (form, sound, sound.Length / form.Hop);
        Image = new ImageShape(sound.Channels, form.Bands, frames);
        phases = new PhaseSearch(form.Hop, frames);
        bins = phases.Bins;
    }

    internal override SoundForm Form { get; }

    internal override SoundShape Sound { get; }

    internal override ImageShape Image { get; }

    internal override Tensor ToImages(Tensor sounds)
    {
        Tensor decibels = Levels(sounds) - Scale(sounds.device);
        Tensor images = ((decibels / Span) + 1).clamp(0, 1).to(ScalarType.Float32);
        return images.view(-1, Sound.Channels, frames, Form.Bands).transpose(2, 3).contiguous();
    }

    internal override T ToSounds<T>(IOperations<T> ops, T images)
    {
        // 10^(dB / 20), where black is silence.
        T rows = ops.Reshape(ops.Permute(images, 0, 1, 3, 2), -1, frames, Form.Bands);
        double perWhite = Span / 20 * Math.Log(10);
        T above = ops.Subtract(ops.Exp(ops.Multiply(ops.Subtract(rows, 1), perWhite)), Math.Exp(-perWhite));
        T bands = ops.Multiply(above, ops.Constant("mel.scale", above, device => Scale(device).mul(Math.Log(10) / 20).exp().to(ScalarType.Float32)));
        T magnitudes = ops.Clamp(ops.Product(bands, "mel.inverse", Inverse), 0, Most);
        T sounds = phases.Sounds(ops, magnitudes);
        return ops.Clamp(ops.Reshape(sounds, -1, Sound.Channels, Sound.Length), -1, 1);
    }

    /// <summary>Levels of the bands, in dB, from the highest band on.</summary>
    /// <param name="sounds">[B, channels, length].</param>
    /// <returns>[B × channels, frames, bands].</returns>
    internal Tensor Levels(Tensor sounds)
    {
        Tensor bands = phases.Magnitudes(sounds.reshape(-1, Sound.Length)).matmul(Filters(sounds.device));
        return bands.clamp_min(Nothing).log10().mul(20);
    }

    private Tensor Filters(Device device) =>
        MelFilters.Of(Sound.Rate, bins, Form.Bands).flip(1).to(ScalarType.Float32).to(device);

    private Tensor Inverse(Device device) =>
        linalg.pinv(MelFilters.Of(Sound.Rate, bins, Form.Bands).flip(1)).to(ScalarType.Float32).to(device);

    /// <summary>What white stands for, [bands], in dB, from the highest band on.</summary>
    private Tensor Scale(Device device) => tensor(Form.Levels.Reverse().ToArray(), ScalarType.Float32).to(device);
}
