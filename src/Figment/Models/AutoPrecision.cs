using System.Globalization;
using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Models;

/// <summary>
/// Chooses the precision that <c>auto</c> stands for: bfloat16 where a preset's step was measured to be faster on this kind of
/// processor, and float32 where nothing was measured. Every preset listed here trains as well in bfloat16 as in float32
/// (docs/performance.md); one that does not must stay out of the table.
/// </summary>
internal static class AutoPrecision
{
    private const string OnZen4 = "two cores of an AMD EPYC, Zen 4, 2026-11-25";
    private const string OnZen5 = "two cores of an AMD EPYC, Zen 5, 2026-11-28";
    private const string OnIntel = "two cores of an Intel Xeon with AMX, 2026-11-26";
    private const string TextOnIntel = "two cores of an Intel Xeon with AMX, 2026-11-27";

    /// <summary>
    /// Milliseconds per step on two threads, medians of three alternating rounds: batches of 128 digits, or 768 tokens for
    /// <c>gpt</c> (docs/performance.md).
    /// </summary>
    private static readonly (ProcessorKind Processor, string Preset, double Float32, double BFloat16, string Source)[] Measured =
    [
        (ProcessorKind.AmdZen4, "classic", 18.7, 11.3, OnZen4),
        (ProcessorKind.AmdZen4, "dcgan", 202, 105, OnZen4),
        (ProcessorKind.AmdZen4, "flow", 241, 190, OnZen4),
        (ProcessorKind.AmdZen5, "classic", 9.5, 6.6, OnZen5),
        (ProcessorKind.AmdZen5, "conv-vae", 9.6, 6.0, OnZen5),
        (ProcessorKind.AmdZen5, "dcgan", 61, 41, OnZen5),
        (ProcessorKind.AmdZen5, "flow", 193, 163, OnZen5),
        (ProcessorKind.AmdZen5, "gan", 8.9, 7.7, OnZen5),
        (ProcessorKind.AmdZen5, "gpt", 44, 21, OnZen5),
        (ProcessorKind.AmdZen5, "r3gan", 90, 57, OnZen5),
        (ProcessorKind.AmdZen5, "vae", 6.3, 3.7, OnZen5),
        (ProcessorKind.AmdZen5, "wgan-gp", 8.6, 6.0, OnZen5),
        (ProcessorKind.IntelAmx, "dcgan", 175, 104, OnIntel),
        (ProcessorKind.IntelAmx, "flow", 242, 259, OnIntel),
        (ProcessorKind.IntelAmx, "gpt", 33, 20, TextOnIntel),
    ];

    /// <summary>Chooses the precision for a preset on a device.</summary>
    /// <param name="preset">The preset to train.</param>
    /// <param name="device">The device to train on.</param>
    /// <returns>
    /// A name from <see cref="ComputePrecision"/> and the reason for the choice, for instance <c>a step takes 104 ms in bf16 and
    /// 175 in fp32 (measured on …)</c>.
    /// </returns>
    public static (string Word, string Reason) For(ModelPreset preset, Device device)
    {
        ArgumentNullException.ThrowIfNull(preset);
        ArgumentNullException.ThrowIfNull(device);
        if (device.type == DeviceType.CUDA)
            return OnGpu(ComputePrecision.IsFast(device));
        (ScalarType precision, string reason) = For(preset, Processor.Here.Kind);
        return (ComputePrecision.NameOf(precision), reason);
    }

    /// <summary>Chooses the precision on a GPU.</summary>
    /// <param name="hasTf32">Whether the GPU has matrix units for TF32 and bfloat16.</param>
    internal static (string Word, string Reason) OnGpu(bool hasTf32) =>
        hasTf32
            ? (
                ComputePrecision.Tf32,
                "bf16 is no faster, because a step waits for the processor (measured on an H200, 2026-11-27); tf32 is no "
                    + "slower than fp32 and more exact than bf16 (not timed)"
            )
            : (ComputePrecision.NameOf(ScalarType.Float32), "this GPU has no matrix units for tf32 and bf16");

    /// <summary>Chooses the precision on a given kind of processor.</summary>
    internal static (ScalarType Precision, string Reason) For(ModelPreset preset, ProcessorKind processor)
    {
        foreach ((ProcessorKind on, string name, double float32, double bfloat16, string source) in Measured)
        {
            if (on != processor || name != preset.Name)
                continue;
            return (
                bfloat16 < float32 ? ScalarType.BFloat16 : ScalarType.Float32,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a step takes {bfloat16} ms in bf16 and {float32} in fp32 (measured on {source})"
                )
            );
        }

        return (ScalarType.Float32, "this preset was not timed in bf16 on this kind of processor");
    }
}
