using Figment.Formats;

namespace Figment.Data.Images;

/// <summary>The kind of the items in an archive of arrays, and how to recognise their array.</summary>
/// <param name="Plural">The plural of the items.</param>
/// <param name="Shapes">A sentence about the possible shapes of the arrays.</param>
/// <param name="Names">Words that occur in the names of the arrays.</param>
/// <param name="Fit">Whether an array may hold the items, judging by its shape.</param>
internal sealed record NumpyItems(Text Plural, OptionSentence Shapes, IReadOnlySet<string> Names, Func<NumpyHeader, bool> Fit)
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
