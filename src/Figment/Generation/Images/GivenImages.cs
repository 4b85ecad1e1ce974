using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Images that a user gives to a model: a picture, or any data, converted to the shape that the model makes.</summary>
internal static class GivenImages
{
    /// <summary>Opens images. If the data has a test part, that part is opened, because no model was trained on it.</summary>
    /// <param name="nameOrPath">A picture (PNG, JPEG, BMP, GIF, WebP, TIFF), or data as for <see cref="Datasets.Open"/>.</param>
    /// <param name="shape">
    /// The shape of the images that the model makes. The images may be grey where the model makes colour, or the reverse:
    /// <see cref="Take"/> converts them.
    /// </param>
    /// <param name="pictures">How a folder's pictures are converted; if null, this is decided from the pictures.</param>
    /// <param name="progress">Receives the progress of downloads and of reading pictures.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="FigmentException">The data does not exist, cannot be read, or has images of another size.</exception>
    public static ImageDataset Open(
        string nameOrPath,
        ImageShape shape,
        PictureOptions? pictures = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        ImageDataset data =
            File.Exists(nameOrPath) && PictureDecoder.Extensions.Contains(Path.GetExtension(nameOrPath))
                ? OfPicture(nameOrPath, pictures?.Paper)
                : Datasets.Open(
                    nameOrPath,
                    Datasets.HasTestPart(nameOrPath, pictures) ? DataPart.Test : DataPart.Train,
                    pictures,
                    progress,
                    cancellationToken
                );
        if (data.Shape.Height == shape.Height && data.Shape.Width == shape.Width)
            return data;
        ImageShape other = data.Shape;
        data.Dispose();
        throw new FigmentException(
            $"{nameOrPath} has images of {other.Width}×{other.Height} pixels, but the model makes {shape.Width}×{shape.Height}. "
                + $"Resize them to that size first."
        );
    }

    /// <summary>
    /// Returns some images in the form that a model takes: with the model's number of channels, and on its device.
    /// </summary>
    /// <param name="data">Images of the model's height and width.</param>
    /// <param name="indices">[count], int64.</param>
    /// <param name="model">
    /// The model. If the model makes grey images, colours are converted to luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); if
    /// it makes colour images, the grey value is repeated in all channels.
    /// </param>
    /// <returns>[count, C, H, W], float32 in [0, 1], and the labels if the data has any.</returns>
    public static Batch Take(ImageDataset data, Tensor indices, ImageModel model)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(model);
        using DisposeScope scope = NewDisposeScope();
        Batch found = data.Gather(indices);
        Tensor images = ImageChannels.Convert(found.Items, model.Shape.Channels);
        return new Batch(
            images.to(model.Device).MoveToOuterDisposeScope(),
            found.Labels?.to(model.Device).MoveToOuterDisposeScope()
        );
    }

    /// <summary>Returns the indices of the first images of a class.</summary>
    /// <param name="data">Labelled images.</param>
    /// <param name="label">The class.</param>
    /// <param name="count">The maximum number of indices.</param>
    /// <returns>[up to count], int64, on the CPU.</returns>
    public static Tensor FirstOfClass(ImageDataset data, int label, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        byte[] labels =
            data.Labels() ?? throw new FigmentException($"{data.Name} has no labels, so none of its images is of class {label}.");
        return tensor(
            [
                .. Enumerable
                    .Range(0, labels.Length)
                    .Where(index => labels[index] == label)
                    .Take(count)
                    .Select(index => (long)index),
            ],
            ScalarType.Int64
        );
    }

    private static ImageDataset OfPicture(string path, PictureColour? background)
    {
        try
        {
            DecodedPicture picture = Storage.Try(path, "read", () => PictureDecoder.Decode(path, background: background));
            return new ImageDataset(Path.GetFileNameWithoutExtension(path), picture.Shape, picture.Pixels);
        }
        catch (FileFormatException e)
        {
            throw new FileFormatException(
                $"{path} cannot be read as a picture: {OptionSentence.Reason(e)}. Repair it, or choose another.",
                e
            );
        }
    }
}
