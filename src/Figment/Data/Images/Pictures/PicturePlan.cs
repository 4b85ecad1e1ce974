using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>The sizes of the pictures, and the size to which they are converted; null if they stay as they are.</summary>
internal sealed record PicturePlan(
    (int Width, int Height)?[] Sizes,
    PictureTarget? Target,
    PictureColour Background,
    PictureNotes Pictured
)
{
    private const int MostAtOnce = 1024;
    private const long BytesAtOnce = 32L << 20;

    /// <summary>Notes on the pictures: how their folder was read, what was done to them, and which were left out.</summary>
    internal IReadOnlyList<Text> Notes(OpenFolder source, OptionSentence?[] failures) =>
        [.. source.Layout.Notes, .. Done(source.Files, failures), .. Pictured.On(source.Files)];

    /// <summary>Decodes a picture, and checks that it has the size that was measured before.</summary>
    internal DecodedPicture Decode(int number, byte[] content)
    {
        DecodedPicture picture = PictureDecoder.Decode(content, Target, Background);
        (int Width, int Height) found = (picture.Shape.Width, picture.Shape.Height);
        if (Target is null && Sizes[number] is { } size && size != found)
            throw new FileFormatException(
                $"it was decoded as {found.Width}×{found.Height} pixels, but its header says {size.Width}×{size.Height}"
            );
        Pictured.Add(number, picture);
        return picture;
    }

    /// <summary>The number of decoded pictures, starting with a given one, that may be in memory at the same time.</summary>
    internal int AtOnce(int first)
    {
        int count = 0;
        for (long bytes = 0; first + count < Sizes.Length && count < MostAtOnce && bytes < BytesAtOnce; count++)
            bytes +=
                Target is not null ? 3L * Target.Size.Width * Target.Size.Height
                : Sizes[first + count] is (int width, int height) ? 3L * width * height
                : 0;
        return count;
    }

    /// <summary>The options that produce the same images again; null if none are needed.</summary>
    internal PictureOptions? Pictures(PictureOptions options, FolderLayout layout)
    {
        PictureOptions again = options with { Labels = layout.Chosen, OneLabel = false };
        return Target is null && again == new PictureOptions { Fit = options.Fit }
            ? null
            : again with
            {
                Size = Target?.Size ?? options.Size ?? Found,
            };
    }

    /// <summary>The size that the pictures already have; null if options cannot request it.</summary>
    private PictureSize? Found =>
        Sizes.OfType<(int Width, int Height)>().Select(size => new PictureSize(size.Width, size.Height)).FirstOrDefault()
            is { IsPossible: true } size
            ? size
            : null;

    /// <summary>Sentences about what was done to the pictures and which were left out.</summary>
    private IEnumerable<Text> Done(IReadOnlyList<string> files, OptionSentence?[] failures)
    {
        if (Target is not null)
        {
            string[] kinds =
            [
                .. Sizes
                    .OfType<(int Width, int Height)>()
                    .GroupBy(size => size)
                    .OrderByDescending(group => group.Count())
                    .Select(group => $"{group.Key.Width}×{group.Key.Height}"),
            ];
            yield return WordTable.Counted(
                "note.pictures.fitted",
                kinds.Length,
                ("sizes", FolderListing.Some(kinds)),
                ("fit", Target.Words)
            );
        }

        (string, OptionSentence)[] broken =
        [
            .. Enumerable.Range(0, files.Count).Where(i => failures[i] is not null).Select(i => (files[i], failures[i]!)),
        ];
        if (broken.Length > 0)
            yield return WordTable.Counted("note.pictures.broken", broken.Length, ("some", FolderListing.Some(broken)));
    }
}
