using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Collects, on any thread, facts that a user should know about decoded pictures, and reports them.</summary>
/// <param name="count">The number of pictures.</param>
internal sealed class PictureNotes(int count)
{
    private const int MostOfADarkPicture = 15,
        MostOfFewBits = 64; // on a scale from 0 to 255
    private readonly PictureFacts?[] facts = new PictureFacts?[count];

    /// <summary>Adds the facts of a picture.</summary>
    internal void Add(int number, DecodedPicture picture) => facts[number] = picture.Facts;

    /// <summary>
    /// Whether a transparent picture became blank on its background; it may differ from other pictures that now have the same
    /// pixels.
    /// </summary>
    internal bool HasVanished(int number) => facts[number] is { IsBlank: true, IsTransparent: true };

    /// <summary>The sentences about the pictures.</summary>
    /// <param name="files">The names of the pictures, by number.</param>
    internal IEnumerable<Text> On(IReadOnlyList<string> files)
    {
        string[] several = Those(picture => picture.Frames > 1);
        if (several.Length > 0)
            yield return WordTable.Counted("note.pictures.frames", several.Length, ("some", FolderListing.Some(several)));

        foreach (bool shows in (bool[])[true, false])
        {
            string[] blank = Those(picture => picture.IsBlank && picture.IsTransparent == shows);
            if (blank.Length == 0)
                continue;
            yield return WordTable.Counted(
                shows ? "note.pictures.vanished" : "note.pictures.blank",
                blank.Length,
                ("some", FolderListing.Some(blank))
            );
        }

        if (OfBrightness() is Text dark)
            yield return dark;

        string[] Those(Func<PictureFacts, bool> which) =>
            [
                .. Enumerable
                    .Range(0, facts.Length)
                    .Where(i => facts[i] is PictureFacts known && which(known))
                    .Select(i => files[i]),
            ];
    }

    /// <summary>
    /// A sentence about pictures that are too dark. A camera's 10, 12 or 14 bits stored in 16 look nearly black, and so does a
    /// mask of zeros and ones. A single picture may be dark, but not a whole data set.
    /// </summary>
    private Text? OfBrightness()
    {
        PictureFacts[] all = [.. facts.OfType<PictureFacts>()],
            deep = [.. all.Where(picture => picture.IsDeep && !picture.IsTransparent)];
        int most = deep.Length > 0 ? deep.Max(picture => picture.Brightest) : byte.MaxValue;
        if (most <= MostOfFewBits)
        {
            int bits = most <= 1 ? 8
                : most <= 4 ? 10
                : most <= 16 ? 12
                : 14,
                share = Math.Max(1, most * 100 / byte.MaxValue);
            return WordTable
                .Template("note.pictures.fewBits")
                .Fill(("share", $"{share}"), ("bits", $"{bits}"), ("factor", $"{1 << (16 - bits)}"));
        }

        return OfLargest(all.Length > 0 ? all.Max(picture => picture.Brightest) : byte.MaxValue);
    }

    /// <summary>A sentence about images whose largest value is given; null if they are bright enough or entirely black.</summary>
    internal static Text? OfLargest(byte largest) =>
        largest is 0 or > MostOfADarkPicture ? null : WordTable.Template("note.pictures.dark").Fill(("largest", $"{largest}"));
}
