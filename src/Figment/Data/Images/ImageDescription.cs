using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a model has to know of the images that it is made for.</summary>
/// <param name="Shape">The shape of every image.</param>
/// <param name="ClassCounts">Images per class, by class number; empty where there are no labels.</param>
public sealed record ImageDescription(ImageShape Shape, IReadOnlyList<int> ClassCounts) : DataDescription(ClassCounts)
{
    /// <summary>Images without labels.</summary>
    /// <param name="shape">The shape of every image.</param>
    public ImageDescription(ImageShape shape)
        : this(shape, [])
    {
    }

    /// <inheritdoc/>
    public override string Items => "images";

    /// <summary>The description as one of images.</summary>
    /// <exception cref="OptionsException">It describes data of another kind.</exception>
    internal static ImageDescription Of(DataDescription data) =>
        data as ImageDescription ?? throw new OptionsException([$"The model learns images, and the data holds {data.Items}."]);
}
