using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// Images that nothing was learned from, as those were made that something was learned from: what was decided for the training
/// images (their size, how they fit it, what stands behind them) is not decided anew by the pictures that were held back.
/// </summary>
internal static class HeldOut
{
    /// <summary>Opens a part of a data set in the shape of the training images.</summary>
    /// <param name="nameOrPath">As for <see cref="Datasets.Open"/>.</param>
    /// <param name="part">Which part.</param>
    /// <param name="shape">The training images' shape.</param>
    /// <param name="pictures">How those became images of one size; null where they are as they were found.</param>
    /// <param name="progress">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be opened, or not be brought to that shape.</exception>
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
            // Pictures of elsewhere need not have the columns that were learned: without them they are compared all the same.
            return OpenAs(pictures with { Labels = null });
        }

        ImageDataset OpenAs(PictureOptions? wished)
        {
            Datasets.SourceKind kind = Datasets.Find(nameOrPath, part, FolderCheck.Takes(nameOrPath) ? wished : null).Kind;
            PictureOptions? fitting = kind == Datasets.SourceKind.Pictures ? Fitting(shape, wished) : null;
            return In(Datasets.Open(nameOrPath, part, fitting, progress, cancellationToken), nameOrPath, shape);
        }
    }

    /// <summary>Images in the shape of the training images; they take the place of those given.</summary>
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

    /// <summary>What was decided for the training images, as a wish for others.</summary>
    private static PictureOptions Fitting(ImageShape shape, PictureOptions? pictures)
    {
        PictureOptions same = (pictures ?? new PictureOptions()) with { OneLabel = pictures?.Labels is null };
        return new PictureSize(shape.Width, shape.Height) is { IsPossible: true } size ? same with { Size = size } : same;
    }
}
