using System.Globalization;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Tests.Backend;

public sealed class ComputePrecisionTests
{
    [Fact]
    public void What_is_asked_for_is_taken_whatever_the_processor()
    {
        Assert.Equal(ScalarType.Float32, ComputePrecision.Resolve("fp32", auto: ScalarType.BFloat16));
        Assert.Equal(ScalarType.BFloat16, ComputePrecision.Resolve("bf16", auto: ScalarType.Float32));
        Assert.Equal(ScalarType.BFloat16, ComputePrecision.Resolve("auto", auto: ScalarType.BFloat16));
        Assert.Equal(ScalarType.Float32, ComputePrecision.Resolve("auto", auto: ScalarType.Float32));
    }

    [Fact]
    public void The_processor_is_as_the_system_describes_it()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo"),
            "only Linux lists what a processor can do in a file"
        );
        string[] flags =
            File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ')
            ?? [];

        string Fact(string name) =>
            File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
            ?? "";

        Assert.Equal(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), ComputePrecision.IsFast(CPU));
        Assert.Equal(
            new Processor(
                Fact("vendor_id"),
                int.Parse(Fact("cpu family"), CultureInfo.InvariantCulture),
                flags.Contains("avx512f"),
                flags.Contains("avx512_bf16"),
                flags.Contains("amx_bf16")
            ),
            Processor.Here
        );
    }

    [Fact]
    public void Tf32_is_float32_and_of_a_GPU_alone()
    {
        Assert.Equal(ScalarType.Float32, ComputePrecision.Resolve("tf32", auto: ScalarType.BFloat16));
        Assert.Contains(
            "use fp32 or bf16",
            Assert.Throws<BackendException>(() => ComputePrecision.Use("tf32", CPU)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(ScalarType.BFloat16, ComputePrecision.Use("bf16", CPU));
        Assert.Equal("fp32", ComputePrecision.Here("tf32", CPU)); // a run from a GPU can be resumed here
        Assert.Equal("bf16", ComputePrecision.Here("bf16", CPU));
    }

    [Fact]
    public void An_unknown_word_is_explained() =>
        Assert.Contains(
            "auto, fp32, tf32 (on a GPU) or bf16",
            Assert.Throws<BackendException>(() => ComputePrecision.Resolve("fp8", ScalarType.Float32)).Message,
            StringComparison.Ordinal
        );
}
