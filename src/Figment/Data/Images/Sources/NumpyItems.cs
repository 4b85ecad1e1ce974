using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>What the items are that lie in an archive of arrays, and how their array is known.</summary>
/// <param name="Plural">What they are called.</param>
/// <param name="Shapes">Which shapes their arrays have, as a sentence.</param>
/// <param name="Names">Words that are in the names of their arrays.</param>
/// <param name="Fit">Whether an array may be theirs by its shape.</param>
internal sealed record NumpyItems(Text Plural, string Shapes, IReadOnlySet<string> Names, Func<NumpyHeader, bool> Fit)
{
    /// <summary>Images.</summary>
    internal static NumpyItems Images { get; } =
        new(
            WordTable.Text("note.numpy.images"),
            "Images are count × height × width, with or without channels.",
            new HashSet<string> { "x", "image", "images", "img", "imgs", "data", "pictures" },
            header => header.Shape.Count is 3 or 4
        );
}
