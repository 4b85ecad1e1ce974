using Figment.Backend;
using TorchSharp;

namespace Figment.Tests.Backend;

public sealed class ComputeDeviceTests
{
    [Theory]
    [InlineData("gpu")]
    [InlineData("")]
    [InlineData("cpu:0")]
    [InlineData("auto:1")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:x")]
    [InlineData("cuda:0:0")]
    public void An_unknown_word_is_refused_with_those_that_are_known(string name)
    {
        BackendException e = Assert.Throws<BackendException>(() => ComputeDevice.Resolve(name));

        Assert.Contains($"'{name}'", e.Message, StringComparison.Ordinal);
        Assert.All(ComputeDevice.Names, known => Assert.Contains(known, e.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("cpu")]
    [InlineData("CPU")]
    public void Cpu_is_the_processor_in_any_case(string name) => Assert.Equal(DeviceType.CPU, ComputeDevice.Resolve(name).type);

    [Fact]
    public void Auto_is_the_gpu_where_there_is_one() =>
        Assert.Equal(ComputeDevice.IsCudaAvailable() ? DeviceType.CUDA : DeviceType.CPU, ComputeDevice.Resolve("auto").type);

    [Theory]
    [InlineData("auto", 0, 4, 0)]
    [InlineData("auto", 3, 4, 3)]
    [InlineData("CUDA", 1, 2, 1)]
    [InlineData("cuda", 5, 4, 1)] // more processes than GPUs
    [InlineData("auto", 1, 1, 0)] // each sees one of its own, or they share it
    [InlineData("cuda:2", 1, 4, 2)] // a number means the same to all
    [InlineData("cpu", 1, 4, null)]
    [InlineData("auto", 1, 0, null)]
    public void Each_process_of_a_machine_takes_a_gpu_of_its_own(string name, int localRank, int gpus, int? expected) =>
        Assert.Equal(expected, ComputeDevice.GpuFor(name, localRank, gpus));

    [Theory]
    [InlineData("cuda:4", 4, "There is no GPU 4: this machine has 4, numbered from 0.")]
    [InlineData("cuda", 0, "CUDA was requested")]
    [InlineData("gpu", 4, "There is no device 'gpu'.")]
    public void A_process_without_such_a_gpu_is_told(string name, int gpus, string sentence) =>
        Assert.StartsWith(
            sentence,
            Assert.Throws<BackendException>(() => ComputeDevice.GpuFor(name, 1, gpus)).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("cuda:3", "cuda")]
    [InlineData("cuda", "cuda")]
    [InlineData("cpu", "cpu")]
    public void The_kind_of_a_device_leaves_its_number_out(string name, string kind) =>
        Assert.Equal(kind, ComputeDevice.KindOf(name));

    [Theory]
    [InlineData("cuda")]
    [InlineData("cuda:0")]
    public void Cuda_where_there_is_none_is_refused_with_three_ways_out(string name)
    {
        Assert.SkipWhen(ComputeDevice.IsCudaAvailable(), "There is a GPU.");

        BackendException e = Assert.Throws<BackendException>(() => ComputeDevice.Resolve(name));

        Assert.All(
            ["the device cpu", "-p:Torch=cuda", "FIGMENT_LIBTORCH"],
            way => Assert.Contains(way, e.Message, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void A_gpu_beyond_the_last_is_refused()
    {
        Assert.SkipUnless(ComputeDevice.IsCudaAvailable(), "There is no GPU.");

        Assert.Contains(
            "There is no GPU 999",
            Assert.Throws<BackendException>(() => ComputeDevice.Resolve("cuda:999")).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(0, ComputeDevice.Resolve("cuda").index);
    }
}
