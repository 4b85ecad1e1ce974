using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Tests.Backend;

public sealed class ComputePrecisionTests
{
    [Fact]
    public void What_is_asked_for_is_taken_whatever_the_processor()
    {
        Assert.Equal(ScalarType.Float32, ComputePrecision.Resolve("fp32", CPU, trainsEquallyWell: true));
        Assert.Equal(ScalarType.BFloat16, ComputePrecision.Resolve("bf16", CPU, trainsEquallyWell: false));
    }

    [Fact]
    public void Auto_takes_bfloat16_only_where_it_is_fast_and_does_no_harm()
    {
        Assert.Equal(ScalarType.Float32, ComputePrecision.Resolve("auto", CPU, trainsEquallyWell: false));
        Assert.Equal(ComputePrecision.IsFast(CPU) ? ScalarType.BFloat16 : ScalarType.Float32, ComputePrecision.Resolve("auto", CPU, trainsEquallyWell: true));
    }

    [Fact]
    public void The_processor_is_as_the_system_describes_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/cpuinfo"), "only Linux lists what a processor can do in a file");
        string[] flags = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal))?.Split(' ') ?? [];

        Assert.Equal(flags.Contains("avx512_bf16") || flags.Contains("amx_bf16"), ComputePrecision.IsFast(CPU));
    }

    [Fact]
    public void An_unknown_word_is_explained() =>
        Assert.Contains("auto, fp32 or bf16", Assert.Throws<BackendException>(() => ComputePrecision.Resolve("fp8", CPU, trainsEquallyWell: true)).Message, StringComparison.Ordinal);
}
