using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>Converts grey images to colour and colour images to grey.</summary>
internal static class ImageChannels
{
    private const int Block = 1_024;
    private static readonly float[] Luma = [0.299f, 0.587f, 0.114f];

    /// <summary>
    /// Converts the number of channels: grey is repeated; colours become their luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601).
    /// </summary>
    /// <param name="images">The images, [B, C, H, W], float32.</param>
    /// <param name="channels">The number of channels of the result, 1 or 3.</param>
    internal static Tensor Convert(Tensor images, int channels) =>
        (images.shape[1], channels) switch
        {
            (3, 1) => images.mul(tensor(Luma, device: images.device).view(1, 3, 1, 1)).sum([1], keepdim: true),
            (1, 3) => images.repeat(1, 3, 1, 1),
            _ => images,
        };

    /// <summary>
    /// Returns the images with the given number of channels, in memory; the data set itself if it already has that number.
    /// </summary>
    /// <param name="data">The data set; disposed if another one replaces it.</param>
    /// <param name="channels">The number of channels of the result, 1 or 3.</param>
    /// <exception cref="FigmentException">The converted images do not fit into memory.</exception>
    internal static ImageDataset With(ImageDataset data, int channels)
    {
        if (data.Shape.Channels == channels)
            return data;
        ImageShape shape = data.Shape with { Channels = channels };
        using (data)
        {
            if ((long)data.Count * shape.Size > Array.MaxLength)
                throw new FigmentException(
                    $"{data.Count:N0} images of {data.Shape} are too many to convert to {shape}. Pack them again in "
                        + $"{(channels == 1 ? OptionSentence.Of("grey") : "colour")}, or use fewer."
                );
            byte[] pixels = new byte[data.Count * shape.Size];
            for (int start = 0; start < data.Count; start += Block)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor some = data.Pixels(start, Math.Min(Block, data.Count - start));
                Tensor converted = Convert(some.to(ScalarType.Float32), channels)
                    .round()
                    .Clamped(0, 255)
                    .to(ScalarType.Byte)
                    .cpu()
                    .contiguous();
                converted.data<byte>().ToArray().CopyTo(pixels, (long)start * shape.Size);
            }

            return new ImageDataset(data.Name, shape, pixels, data.Labels(), data.ClassCounts.Count == 0 ? null : data.ClassNames)
            {
                Notes = data.Notes,
                Pictures = data.Pictures,
                Table = data.Table,
            };
        }
    }
}
