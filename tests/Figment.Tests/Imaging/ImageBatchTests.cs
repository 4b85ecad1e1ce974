using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Imaging;

public sealed class ImageBatchTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Every_byte_survives_the_way_to_floats_and_back()
    {
        byte[] bytes = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        ImageBatch batch = ImageBatch.FromTensor(tensor(bytes.Select(b => b / 255f).ToArray(), [1, 1, 16, 16]));

        Assert.Equal(bytes, batch[0].ToArray());
    }

    [Theory]
    [InlineData(100.4, 100)]
    [InlineData(100.6, 101)]
    [InlineData(254.6, 255)]
    [InlineData(255.4, 255)]
    [InlineData(256, 255)] // not 0, as a cast would make of it
    [InlineData(1e9, 255)]
    [InlineData(-0.4, 0)]
    [InlineData(-1, 0)] // not 255
    [InlineData(-1e9, 0)]
    [InlineData(double.PositiveInfinity, 255)]
    [InlineData(double.NegativeInfinity, 0)]
    public void Values_are_rounded_and_clipped(double value, byte expected) =>
        Assert.Equal(expected, ImageBatch.FromTensor(full([1, 1, 1, 1], value / 255))[0][0]);

    [Fact]
    public void Images_keep_their_order_and_shape()
    {
        Tensor images = arange(2 * 3 * 4 * 5).to(float32).div(255).reshape(2, 3, 4, 5);

        ImageBatch batch = ImageBatch.FromTensor(images);

        Assert.Equal((new ImageShape(3, 4, 5), 2), (batch.Shape, batch.Count));
        Assert.Equal(Enumerable.Range(60, 60).Select(i => (byte)i), batch[1].ToArray());
    }

    [Fact]
    public void A_view_that_is_not_contiguous_is_read_as_what_it_shows()
    {
        Tensor turned = tensor([0f, 1, 2, 3, 4, 5]).div(255).reshape(1, 1, 2, 3).transpose(2, 3);

        Assert.Equal([0, 3, 1, 4, 2, 5], ImageBatch.FromTensor(turned)[0].ToArray());
    }

    [Fact]
    public void Images_with_gradients_and_of_other_precision_are_taken_as_they_are()
    {
        using Tensor images = ones([1, 1, 1, 2], ScalarType.Float64, requires_grad: true);

        Assert.Equal([255, 255], ImageBatch.FromTensor(images)[0].ToArray());
        Assert.Equal([255, 255], ImageBatch.FromTensor(images.detach().to(ScalarType.BFloat16))[0].ToArray());
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        Tensor images = ones(1, 1, 2, 2);
        using DisposeScope none = NewDisposeScope();
        long before = LiveTensors.Count();

        ImageBatch.FromTensor(images);

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Theory]
    [InlineData(28, 28)]
    [InlineData(1, 28, 28)]
    [InlineData(1, 1, 1, 28, 28)]
    public void Another_number_of_dimensions_is_refused(params int[] shape) =>
        Assert.Contains(
            $"{shape.Length} dimensions",
            Assert.Throws<ArgumentException>(() => ImageBatch.FromTensor(zeros([.. shape.Select(size => (long)size)]))).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Half_an_image_is_refused()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new ImageBatch(new ImageShape(1, 2, 2), new byte[7]));

        Assert.Contains("7 values", e.Message, StringComparison.Ordinal);
        Assert.Contains("1×2×2", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ImageBatch(new ImageShape(1, 0, 2), []));
    }
}
