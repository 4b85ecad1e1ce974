using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>
/// Joins pictures to the pixels of a data set, in native memory from the first on, so that they stand in memory once.
/// </summary>
/// <param name="name">Where the pictures are from, for errors.</param>
/// <param name="most">As many as can come.</param>
internal sealed class JoinedPixels(string name, int most) : IDisposable
{
    private Tensor? pixels; // [most, C, H, W], uint8

    /// <summary>The shape of every image: in colour as soon as one is.</summary>
    internal ImageShape Shape { get; private set; }

    /// <summary>How many images there are.</summary>
    internal int Count { get; private set; }

    /// <summary>
    /// Adds an image; a grey one among those in colour becomes colour, and the first in colour makes colour of all before it.
    /// </summary>
    /// <exception cref="FileFormatException">It has another height or width than those before.</exception>
    /// <exception cref="FigmentException">As many images as can come, of this size, are more than one data set holds.</exception>
    internal void Add(ReadOnlySpan<byte> image, ImageShape of)
    {
        if (pixels is null)
            (pixels, Shape) = (Room(of), of);
        if ((of.Height, of.Width) != (Shape.Height, Shape.Width))
            throw new FileFormatException(
                $"{name} has a picture of {of} among pictures of {Shape}. Resize all of them " + $"to one size."
            );
        if (of.Channels > Shape.Channels)
            Widen(of);
        Span<byte> place = pixels.bytes.Slice(Count++ * Shape.Size, Shape.Size);
        for (; place.Length > 0; place = place[image.Length..])
            image.CopyTo(place);
    }

    /// <summary>Hands over what was joined: [Count, C, H, W], uint8, which the caller disposes.</summary>
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
                    + $"bytes. Use fewer or smaller ones."
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
