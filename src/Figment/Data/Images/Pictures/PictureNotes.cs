using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>Gathers what a user should know of pictures that are decoded, on any thread, and says it.</summary>
/// <param name="count">How many pictures there are.</param>
internal sealed class PictureNotes(int count)
{
    private const int MostOfADarkPicture = 15, MostOfFewBits = 64; // of 255
    private readonly PictureFacts?[] facts = new PictureFacts?[count];

    /// <summary>Takes what is known of a picture.</summary>
    internal void Add(int number, DecodedPicture picture) => facts[number] = picture.Facts;

    /// <summary>Whether nothing of a picture is left on its background: it may well be another one than those with the same pixels.</summary>
    internal bool HasVanished(int number) => facts[number] is { IsBlank: true, IsTransparent: true };

    /// <summary>What there is to say.</summary>
    /// <param name="files">The pictures' names, by number.</param>
    internal IEnumerable<Text> On(IReadOnlyList<string> files)
    {
        string[] several = Those(picture => picture.Frames > 1);
        if (several.Length > 0)
        {
            yield return new(
                $"{(several.Length == 1 ? "1 file has" : $"{several.Length:N0} files have")} more than one page or frame; only the first is used: {FolderListing.Some(several)}.",
                $"{several.Length:N0} 个文件含有不止一页或一帧，只使用第一页：{FolderListing.Some(several)}。");
        }

        foreach (bool shows in (bool[])[true, false])
        {
            string[] blank = Those(picture => picture.IsBlank && picture.IsTransparent == shows);
            if (blank.Length == 0) continue;
            string which = $"{(blank.Length == 1 ? "1 picture is" : $"{blank.Length:N0} pictures are")} of one colour all over";
            yield return shows
                ? new(
                    $"{which} once {(blank.Length == 1 ? "it stands" : "they stand")} on the background, which hides what was drawn: {FolderListing.Some(blank)}. Choose a background of another colour.",
                    $"{blank.Length:N0} 张透明图片放到背景上后只剩一种颜色，内容看不见了：{FolderListing.Some(blank)}。请换一种背景颜色。")
                : new($"{which}: {FolderListing.Some(blank)}.", $"{blank.Length:N0} 张图片通体只有一种颜色：{FolderListing.Some(blank)}。");
        }

        if (OfBrightness() is Text dark) yield return dark;

        string[] Those(Func<PictureFacts, bool> which) => [.. Enumerable.Range(0, facts.Length).Where(i => facts[i] is PictureFacts known && which(known)).Select(i => files[i])];
    }

    /// <summary>A camera's 10, 12 or 14 bits in 16 are nearly black, and so is a mask of zeros and ones: one picture may be dark, all are not.</summary>
    private Text? OfBrightness()
    {
        PictureFacts[] all = [.. facts.OfType<PictureFacts>()], deep = [.. all.Where(picture => picture.IsDeep && !picture.IsTransparent)];
        int most = deep.Length > 0 ? deep.Max(picture => picture.Brightest) : byte.MaxValue;
        if (most <= MostOfFewBits)
        {
            int bits = most <= 1 ? 8 : most <= 4 ? 10 : most <= 16 ? 12 : 14, share = Math.Max(1, most * 100 / byte.MaxValue);
            return new(
                $"The pictures of 16 bits use {share}% of the range at most, as {bits} bits stored in 16 do: they are read nearly black. Save them with their values times {1 << (16 - bits)}.",
                $"16 位图片最多只用到了取值范围的 {share}%，像是把 {bits} 位数据存成了 16 位：读出来几乎全黑。请把数值乘以 {1 << (16 - bits)} 后再保存。");
        }

        return OfLargest(all.Length > 0 ? all.Max(picture => picture.Brightest) : byte.MaxValue);
    }

    /// <summary>What there is to say of images of which this is the largest value; null where it is bright enough, or there is none but black.</summary>
    internal static Text? OfLargest(byte largest) => largest is 0 or > MostOfADarkPicture ? null : new(
        $"All images are nearly black: their largest value is {largest} of 255. If they are masks or numbers of classes, save them with 255 for the largest.",
        $"所有图像几乎全黑：最大值只有 {largest}（满值 255）。如果是掩码或类别编号，请把最大值改为 255 再保存。");
}
