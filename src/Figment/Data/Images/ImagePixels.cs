using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>The pixels of a data set, in memory or in a file.</summary>
internal abstract class ImagePixels : IDisposable
{
    /// <summary>The device of the tensors that <see cref="Take"/> returns.</summary>
    internal abstract Device Device { get; }

    /// <summary>Whether <see cref="Take"/> reads a file.</summary>
    internal virtual bool AreOnDisk => false;

    /// <summary>The pixels of consecutive images, [length, C, H, W], uint8; the caller must not change them.</summary>
    internal abstract Tensor Slice(long start, long length);

    /// <summary>The pixels of images with the given numbers, [B], int64: [B, C, H, W], uint8.</summary>
    internal abstract Tensor Take(Tensor indices);

    /// <summary>Starts reading the images that the next call to <see cref="Take"/> will ask for.</summary>
    internal virtual void Prefetch(Tensor indices) { }

    /// <summary>Moves the pixels, or those that are taken from now on, to a device.</summary>
    internal abstract void To(Device device);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Pixels in memory, [N, C, H, W], uint8; on the GPU after a move.</summary>
internal sealed class PixelsInMemory(Tensor pixels) : ImagePixels
{
    private Tensor pixels = pixels.DetachFromDisposeScope();

    internal override Device Device => pixels.device;

    internal override Tensor Slice(long start, long length) => pixels.narrow(0, start, length);

    internal override Tensor Take(Tensor indices) => pixels.index_select(0, indices.On(pixels.device));

    internal override void To(Device device) => Move(ref pixels, device);

    public override void Dispose() => pixels.Dispose();

    /// <summary>Replaces a tensor with a copy on the given device, unless it is there already.</summary>
    internal static void Move(ref Tensor tensor, Device device)
    {
        Tensor moved = tensor.to(device);
        if (ReferenceEquals(moved, tensor) || moved.Handle == tensor.Handle)
            return;
        moved.DetachFromDisposeScope();
        tensor.Dispose();
        tensor = moved;
    }
}
