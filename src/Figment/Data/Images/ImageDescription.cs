using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a model has to know of the images that it is made for.</summary>
/// <param name="shape">The shape of every image.</param>
/// <param name="classCounts">Images per class, by class number; null, as empty, where there are no labels.</param>
public sealed class ImageDescription(ImageShape shape, IReadOnlyList<int>? classCounts = null)
    : DataDescription(classCounts ?? [])
{
    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; } = shape;

    /// <summary>Which values a class has in which columns of labels; null where each image has one label, or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>What the images stand for, where they are something else than pictures; otherwise null.</summary>
    internal IImageMeaning? Meaning { get; init; }

    internal override IReadOnlyList<string>? Conditions =>
        Table is null
            ? null
            : [.. Table.Columns.Zip(Table.Values).SelectMany(column => column.Second.Select(value => $"{column.First}={value}"))];

    /// <inheritdoc/>
    public override string Items => Meaning?.Items ?? "images";

    /// <summary>The description as one of images.</summary>
    /// <exception cref="OptionsException">It describes data of another kind.</exception>
    internal static ImageDescription Of(DataDescription data) =>
        data.Seen as ImageDescription
        ?? throw new OptionsException([$"The model learns images, but the data holds {data.Items}."]);
}
