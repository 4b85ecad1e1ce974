using Figment.Backend;
using Figment.Models;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

public sealed class AutoPrecisionTests
{
    private static readonly Processor Zen4 = new(Processor.Amd, 0x19, HasAvx512: true, MultipliesBFloat16: true, HasAmx: false),
        Xeon = new(Processor.Intel, 6, HasAvx512: true, MultipliesBFloat16: true, HasAmx: true);

    [Theory]
    [InlineData(nameof(ProcessorKind.AmdZen4), "dcgan", true)]
    [InlineData(nameof(ProcessorKind.AmdZen4), "flow", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "dcgan", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "flow", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "gpt", true)]
    [InlineData(nameof(ProcessorKind.IntelAmx), "dcgan", true)]
    [InlineData(nameof(ProcessorKind.IntelAmx), "gpt", true)]
    [InlineData(nameof(ProcessorKind.IntelAmx), "flow", false)] // a step takes longer
    [InlineData(nameof(ProcessorKind.Other), "dcgan", false)]
    [InlineData(nameof(ProcessorKind.Other), "flow", false)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "gan", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "vae", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "conv-vae", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "r3gan", true)]
    [InlineData(nameof(ProcessorKind.AmdZen4), "gan", false)] // not timed there
    [InlineData(nameof(ProcessorKind.IntelAmx), "gan", false)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "wgan-gp", true)]
    [InlineData(nameof(ProcessorKind.AmdZen4), "classic", true)]
    [InlineData(nameof(ProcessorKind.AmdZen5), "classic", true)]
    [InlineData(nameof(ProcessorKind.IntelAmx), "classic", false)]
    [InlineData(nameof(ProcessorKind.Other), "vae", false)]
    public void It_is_what_was_measured_to_be_faster_and_does_no_harm(string processor, string preset, bool isBFloat16)
    {
        (ScalarType Precision, string Reason) choice = AutoPrecision.For(
            ModelCatalog.Find(preset),
            Enum.Parse<ProcessorKind>(processor)
        );

        Assert.Equal(isBFloat16 ? ScalarType.BFloat16 : ScalarType.Float32, choice.Precision);
        string maker = processor == nameof(ProcessorKind.IntelAmx) ? "Intel" : "AMD";
        if (isBFloat16)
            Assert.Contains(maker, choice.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "tf32")]
    [InlineData(false, "fp32")]
    public void On_a_GPU_it_is_tf32_where_there_are_units_for_it(bool hasTf32, string word) =>
        Assert.Equal(word, AutoPrecision.OnGpu(hasTf32).Word);

    [Fact]
    public void Figures_are_told_for_what_was_slower_too() =>
        Assert.Equal(
            "a step takes 259 ms in bf16 and 242 in fp32 (measured on two cores of an Intel Xeon with AMX, 2026-11-26)",
            AutoPrecision.For(ModelCatalog.Find("flow"), ProcessorKind.IntelAmx).Reason
        );

    [Fact]
    public void Processors_are_told_apart_by_vendor_family_and_instructions()
    {
        Assert.Equal(ProcessorKind.AmdZen4, Zen4.Kind);
        Assert.Equal(ProcessorKind.AmdZen5, (Zen4 with { Family = 0x1A }).Kind);
        Assert.Equal(ProcessorKind.IntelAmx, Xeon.Kind);
        Assert.All(
            [
                Zen4 with
                {
                    Family = 0x1B,
                }, // one that does not exist yet
                Zen4 with
                {
                    MultipliesBFloat16 = false,
                }, // Zen 3
                Zen4 with
                {
                    HasAvx512 = false,
                }, // disabled by the operating system
                Xeon with
                {
                    HasAmx = false,
                }, // Cooper Lake
                Xeon with
                {
                    HasAvx512 = false,
                },
                new Processor("", 0, false, false, false), // ARM
            ],
            other => Assert.Equal(ProcessorKind.Other, other.Kind)
        );
    }

    [Fact]
    public void Here_it_is_what_this_kind_of_processor_takes() =>
        Assert.All(
            ModelCatalog.Presets,
            preset =>
            {
                (ScalarType precision, string reason) = AutoPrecision.For(preset, Processor.Here.Kind);
                Assert.Equal((ComputePrecision.NameOf(precision), reason), AutoPrecision.For(preset, CPU));
            }
        );
}
