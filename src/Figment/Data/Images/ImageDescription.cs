using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a model has to know about the images that it is built for.</summary>
/// <param name="shape">The shape of every image.</param>
/// <param name="classCounts">The number of images in each class, by class number; null or empty if there are no labels.</param>
public sealed class ImageDescription(ImageShape shape, IReadOnlyList<int>? classCounts = null)
    : DataDescription(classCounts ?? [])
{
    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; } = shape;

    /// <summary>The value of each class in each label column; null if each image has one label or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>What the images represent if they are not pictures; otherwise null.</summary>
    internal IImageMeaning? Meaning { get; init; }

    internal override IReadOnlyList<string>? Conditions =>
        Table is null
            ? null
            : [.. Table.Columns.Zip(Table.Values).SelectMany(column => column.Second.Select(value => $"{column.First}={value}"))];

    /// <inheritdoc/>
    public override string Items => Meaning?.Items ?? "images";

    /// <summary>Casts a description to one of images.</summary>
    /// <exception cref="OptionsException">The description is of another kind of data.</exception>
    internal static ImageDescription Of(DataDescription data) =>
        data.Seen as ImageDescription
        ?? throw new OptionsException([$"The model learns from images, but the data holds {OptionSentence.Word(data.Items)}."]);
}
