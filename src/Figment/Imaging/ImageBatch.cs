using Figment.Backend;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Imaging;

/// <summary>Images as plain bytes, independent of tensors: for files, or for display on a screen.</summary>
public sealed class ImageBatch
{
    private readonly byte[] pixels;

    /// <summary>Wraps pixel values.</summary>
    /// <param name="shape">The shape of every image.</param>
    /// <param name="pixels">
    /// The values from 0 (black) to 255 (white), in the order image, channel, row, column. They are not copied.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The number of values is not a multiple of the number of values in one image.
    /// </exception>
    public ImageBatch(ImageShape shape, byte[] pixels)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        if (shape.Size == 0 || pixels.Length % shape.Size != 0)
            throw new ArgumentException(
                $"{pixels.Length} values cannot be divided into a whole number of images of {shape}.",
                nameof(pixels)
            );
        Shape = shape;
        this.pixels = pixels;
    }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The number of images.</summary>
    public int Count => pixels.Length / Shape.Size;

    /// <summary>The values of one image, in the order channel, row, column.</summary>
    public ReadOnlySpan<byte> this[int index] => pixels.AsSpan(index * Shape.Size, Shape.Size);

    /// <summary>Rounds images to bytes.</summary>
    /// <param name="images">The images, [N, C, H, W], float in [0, 1] (other values are clipped), on any device.</param>
    /// <exception cref="ArgumentException">The tensor does not have four dimensions.</exception>
    public static ImageBatch FromTensor(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() != 4)
            throw new ArgumentException(
                $"Images have shape [N, C, H, W]; this tensor has {images.dim()} dimensions.",
                nameof(images)
            );
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = images.detach().Times(255).round().Clamped(0, 255).to(ScalarType.Byte).cpu().contiguous();
        return new ImageBatch(
            new ImageShape((int)images.shape[1], (int)images.shape[2], (int)images.shape[3]),
            bytes.data<byte>().ToArray()
        );
    }
}
