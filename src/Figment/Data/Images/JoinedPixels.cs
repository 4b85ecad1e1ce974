using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Collects decoded pictures as the pixels of a data set, in native memory from the start, so that memory holds them only once.
/// </summary>
/// <param name="name">The source of the pictures, for error messages.</param>
/// <param name="most">The greatest number of pictures.</param>
internal sealed class JoinedPixels(string name, int most) : IDisposable
{
    private Tensor? pixels; // [most, C, H, W], uint8

    /// <summary>The shape of every image: in colour as soon as one of them is.</summary>
    internal ImageShape Shape { get; private set; }

    /// <summary>The number of images.</summary>
    internal int Count { get; private set; }

    /// <summary>
    /// Adds an image. A grey image among colour images is converted to colour, and the first colour image converts all images
    /// before it.
    /// </summary>
    /// <exception cref="FileFormatException">The height or width differs from those of earlier images.</exception>
    /// <exception cref="FigmentException">
    /// The greatest number of images of this size is more than one data set can hold.
    /// </exception>
    internal void Add(ReadOnlySpan<byte> image, ImageShape of)
    {
        if (pixels is null)
            (pixels, Shape) = (Room(of), of);
        if ((of.Height, of.Width) != (Shape.Height, Shape.Width))
            throw new FileFormatException(
                $"{name} has a picture of {of} among pictures of {Shape}. Resize all of them to the same size."
            );
        if (of.Channels > Shape.Channels)
            Widen(of);
        Span<byte> place = pixels.bytes.Slice(Count++ * Shape.Size, Shape.Size);
        for (; place.Length > 0; place = place[image.Length..])
            image.CopyTo(place);
    }

    /// <summary>Hands over the pixels, [Count, C, H, W], uint8; the caller disposes them.</summary>
    internal Tensor Take()
    {
        Tensor all = pixels ?? throw new InvalidOperationException("No image was added.");
        pixels = null;
        if (Count == most)
            return all;
        using (all)
            return all.narrow(0, 0, Count).DetachFromDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose() => pixels?.Dispose();

    private Tensor Room(ImageShape shape) =>
        (long)most * shape.Size <= Array.MaxLength
            ? empty([most, shape.Channels, shape.Height, shape.Width], ScalarType.Byte).DetachFromDisposeScope()
            : throw new FigmentException(
                $"{most:N0} pictures of {shape} in {name} do not fit into one data set, which holds at most {Array.MaxLength:N0} "
                    + $"bytes. Use fewer or smaller pictures."
            );

    private void Widen(ImageShape shape)
    {
        using Tensor grey = pixels!;
        pixels = Room(shape);
        using DisposeScope scope = NewDisposeScope();
        pixels.narrow(0, 0, Count).copy_(grey.narrow(0, 0, Count));
        Shape = shape;
    }
}
