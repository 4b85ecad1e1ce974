using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Generation.Images;

/// <summary>Images that a user gives to a model: a picture, or any data, in the shape that the model makes.</summary>
internal static class GivenImages
{
    /// <summary>Opens images. Of data that has a test part it is the test part, which no model was trained with.</summary>
    /// <param name="nameOrPath">A picture (PNG, JPEG, BMP, GIF, WebP, TIFF), or data as for <see cref="Datasets.Open"/>.</param>
    /// <param name="shape">What the model makes. Grey and colour may differ: <see cref="Take"/> converts.</param>
    /// <param name="pictures">What a folder's pictures become; null decides by the pictures.</param>
    /// <param name="progress">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">There is no such data, it cannot be read, or its images have another size.</exception>
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
            $"{nameOrPath} has images of {other.Width}×{other.Height} pixels, and the model makes "
                + $"{shape.Width}×{shape.Height}. Resize them to that first."
        );
    }

    /// <summary>Some images as a model takes them: of its channels, on its device.</summary>
    /// <param name="data">Images of the model's height and width.</param>
    /// <param name="indices">[count], int64.</param>
    /// <param name="model">
    /// The model. For a grey one colours become their luma, 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601); for one in colour grey is
    /// repeated.
    /// </param>
    /// <returns>[count, C, H, W], float32 in [0, 1], and labels where the data has them.</returns>
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

    /// <summary>The numbers of the first images of a class.</summary>
    /// <param name="data">Labelled images.</param>
    /// <param name="label">The class.</param>
    /// <param name="count">How many, at most.</param>
    /// <returns>[up to count], int64, on the CPU.</returns>
    public static Tensor FirstOfClass(ImageDataset data, int label, int count)
    {
        ArgumentNullException.ThrowIfNull(data);
        byte[] labels =
            data.Labels() ?? throw new FigmentException($"{data.Name} has no labels, so no image of it is of class {label}.");
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
            throw new FileFormatException($"{path} cannot be read as a picture: {e.Message}. Repair it, or name another.", e);
        }
    }
}
