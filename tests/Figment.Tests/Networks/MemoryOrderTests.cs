using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class MemoryOrderTests
{
    [Fact]
    public void Channels_lie_side_by_side_and_numbers_stay_what_they_are()
    {
        const int Channels = 3;
        using DisposeScope scope = NewDisposeScope();
        Tensor x = arange(2 * Channels * 4 * 5, ScalarType.Float32).reshape(2, Channels, 4, 5);

        Tensor turned = MemoryOrder.SideBySide(x),
            again = MemoryOrder.SideBySide(turned);

        Assert.Equal([20L * Channels, 1, 5 * Channels, Channels], turned.stride());
        Assert.Equal(x.data<float>().ToArray(), turned.contiguous().data<float>().ToArray());
        Assert.Same(turned, again);
    }

    [Fact]
    public void A_convolution_keeps_the_order()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images = randn(2, 3, 8, 8),
            weight = randn(4, 3, 3, 3);

        Tensor made = nn.functional.conv2d(MemoryOrder.SideBySide(images), weight),
            before = nn.functional.conv2d(images, weight);

        Assert.Equal(1, made.stride(1));
        Assert.True(made.allclose(before, 1e-4, 1e-5));
    }
}
