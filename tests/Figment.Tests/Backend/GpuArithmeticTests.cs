using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Tests.Backend;

/// <summary>Switches for GPUs, which libtorch has without one too.</summary>
public sealed class GpuArithmeticTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Tf32_is_as_asked_and_convolutions_repeat(bool tf32)
    {
        GpuArithmetic.Use(tf32);

        Assert.Equal((tf32, tf32), (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32));
        Assert.True(GpuArithmetic.Repeats);
    }
}
