using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Gathers what a user should know of pictures that are decoded, on any thread, and says it.</summary>
/// <param name="count">How many pictures there are.</param>
internal sealed class PictureNotes(int count)
{
    private const int MostOfADarkPicture = 15,
        MostOfFewBits = 64; // of 255
    private readonly PictureFacts?[] facts = new PictureFacts?[count];

    /// <summary>Takes what is known of a picture.</summary>
    internal void Add(int number, DecodedPicture picture) => facts[number] = picture.Facts;

    /// <summary>
    /// Whether nothing of a picture is left on its background: it may well be another one than those with the same pixels.
    /// </summary>
    internal bool HasVanished(int number) => facts[number] is { IsBlank: true, IsTransparent: true };

    /// <summary>What there is to say.</summary>
    /// <param name="files">The pictures' names, by number.</param>
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
    /// A camera's 10, 12 or 14 bits in 16 are nearly black, and so is a mask of zeros and ones: one picture may be dark, all are
    /// not.
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

    /// <summary>
    /// What there is to say of images of which this is the largest value; null where it is bright enough, or there is none but
    /// black.
    /// </summary>
    internal static Text? OfLargest(byte largest) =>
        largest is 0 or > MostOfADarkPicture ? null : WordTable.Template("note.pictures.dark").Fill(("largest", $"{largest}"));
}
