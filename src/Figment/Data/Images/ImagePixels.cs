using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>Where the pixels of a data set are: in memory, or in a file.</summary>
internal abstract class ImagePixels : IDisposable
{
    /// <summary>Where what is taken comes to lie.</summary>
    internal abstract Device Device { get; }

    /// <summary>Whether taking them means reading a file.</summary>
    internal virtual bool AreOnDisk => false;

    /// <summary>Images that stand side by side: [length, C, H, W], uint8; not to be changed.</summary>
    internal abstract Tensor Slice(long start, long length);

    /// <summary>Images by their numbers, [B], int64: [B, C, H, W], uint8.</summary>
    internal abstract Tensor Take(Tensor indices);

    /// <summary>Begins to read images that <see cref="Take"/> is asked for next.</summary>
    internal virtual void Prefetch(Tensor indices) { }

    /// <summary>Moves them, or what is taken of them from now on, to a device.</summary>
    internal abstract void To(Device device);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Pixels in memory, [N, C, H, W], uint8; on the GPU once moved there.</summary>
internal sealed class PixelsInMemory(Tensor pixels) : ImagePixels
{
    private Tensor pixels = pixels.DetachFromDisposeScope();

    internal override Device Device => pixels.device;

    internal override Tensor Slice(long start, long length) => pixels.narrow(0, start, length);

    internal override Tensor Take(Tensor indices) => pixels.index_select(0, indices.On(pixels.device));

    internal override void To(Device device) => Move(ref pixels, device);

    public override void Dispose() => pixels.Dispose();

    /// <summary>Puts a tensor's copy on a device in its place, where it is on another.</summary>
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
