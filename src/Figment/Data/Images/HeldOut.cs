using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// Opens held-out images in the same form as the training images. The choices made for the training images (size, fit,
/// background) also apply to the held-out images; they are not made anew.
/// </summary>
internal static class HeldOut
{
    /// <summary>Opens a part of a data set in the shape of the training images.</summary>
    /// <param name="nameOrPath">The name or path, as for <see cref="Datasets.Open"/>.</param>
    /// <param name="part">The part.</param>
    /// <param name="shape">The shape of the training images.</param>
    /// <param name="pictures">
    /// How the training pictures were made into images of one size; null if they were left unchanged.
    /// </param>
    /// <param name="progress">Receives the progress of downloading and of reading pictures.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FigmentException">The data cannot be opened or brought to that shape.</exception>
    internal static ImageDataset Open(
        string nameOrPath,
        DataPart part,
        ImageShape shape,
        PictureOptions? pictures,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            return OpenAs(pictures);
        }
        catch (FigmentException) when (pictures?.Labels is not null)
        {
            // Pictures from elsewhere may lack the label columns that were learned; they can be compared without these columns.
            return OpenAs(pictures with { Labels = null });
        }

        ImageDataset OpenAs(PictureOptions? wished)
        {
            Datasets.SourceKind kind = Datasets.Find(nameOrPath, part, FolderCheck.Takes(nameOrPath) ? wished : null).Kind;
            PictureOptions? fitting = kind == Datasets.SourceKind.Pictures ? Fitting(shape, wished) : null;
            return In(Datasets.Open(nameOrPath, part, fitting, progress, cancellationToken), nameOrPath, shape);
        }
    }

    /// <summary>Brings images to the shape of the training images. The result replaces the given data set.</summary>
    private static ImageDataset In(ImageDataset held, string source, ImageShape shape)
    {
        if ((held.Shape.Height, held.Shape.Width) == (shape.Height, shape.Width))
            return ImageChannels.With(held, shape.Channels);
        ImageShape other = held.Shape;
        held.Dispose();
        string size = $"{shape.Width}×{shape.Height}";
        throw new FigmentException(
            $"The held-out images of {source} are {other.Width}×{other.Height}, but the training images are {size}. "
                + $"Resize them to {size} first, in the same way as the training images."
        );
    }

    /// <summary>Turns the choices for the training images into options for other pictures.</summary>
    private static PictureOptions Fitting(ImageShape shape, PictureOptions? pictures)
    {
        PictureOptions same = (pictures ?? new PictureOptions()) with { OneLabel = pictures?.Labels is null };
        return new PictureSize(shape.Width, shape.Height) is { IsPossible: true } size ? same with { Size = size } : same;
    }
}
