using Figment.Data;
using Figment.Data.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Benchmarks.HandWritten;

/// <summary>Batches of images, kept as bytes, in an order that is drawn anew for each pass.</summary>
internal sealed class ImageBatches : IDisposable
{
    private readonly Tensor pixels; // [N, C, H, W], uint8
    private readonly Tensor labels; // [N], int64
    private Tensor? order;
    private long position;

    /// <summary>Copies all images.</summary>
    internal ImageBatches(ImageDataset data, int size)
    {
        Size = size;
        using DisposeScope scope = NewDisposeScope();
        List<Tensor> images = [],
            classes = [];
        foreach (Tensor indices in arange(data.Count, ScalarType.Int64).split(1000))
        {
            Batch block = data.Gather(indices);
            images.Add(block.Items.mul(Held.Black).round().to(ScalarType.Byte));
            classes.Add(block.Labels!);
            block.Items.Dispose();
        }

        pixels = cat(images).DetachFromDisposeScope();
        labels = cat(classes).DetachFromDisposeScope();
    }

    /// <summary>Images per batch.</summary>
    internal int Size { get; }

    /// <summary>Images, [B, C, H, W], float32 in [0, 1], and their classes, [B], int64.</summary>
    internal (Tensor Images, Tensor Labels) Next()
    {
        if (order is null || position + Size > order.shape[0])
        {
            order?.Dispose();
            order = randperm(pixels.shape[0], ScalarType.Int64).DetachFromDisposeScope();
            position = 0;
        }

        Tensor indices = order.narrow(0, position, Size);
        position += Size;
        return (pixels.index_select(0, indices).to(ScalarType.Float32).div_(Held.Black), labels.index_select(0, indices));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor? kept in (Tensor?[])[pixels, labels, order])
            kept?.Dispose();
    }
}
