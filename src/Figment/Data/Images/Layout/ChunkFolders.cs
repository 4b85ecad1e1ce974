using System.Globalization;
using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// Detects folders that only divide the files into chunks: <c>00000/img00000000.png</c>, <c>00001/img00001000.png</c>. Their
/// names are numbers of five digits or more, and the numbers of the pictures continue from one folder to the next.
/// </summary>
internal static class ChunkFolders
{
    private const int FewestDigits = 5;

    /// <summary>Whether all folders of these pictures are such chunks.</summary>
    internal static bool Are(IReadOnlyList<PlacedFile> pictures)
    {
        List<(long Folder, long Picture)> numbers = [];
        foreach (PlacedFile picture in pictures)
        {
            if (Paths.First(picture.Inside) is not string folder || Paths.Depth(picture.Inside) != 1)
                return false;
            string digits = string.Concat(Path.GetFileNameWithoutExtension(picture.Inside).SkipWhile(c => !char.IsAsciiDigit(c)));
            if (
                folder.Length < FewestDigits
                || digits.Length < FewestDigits
                || Number(folder) is not long chunk
                || Number(digits) is not long number
            )
                return false;
            numbers.Add((chunk, number));
        }

        numbers.Sort();
        return numbers.Zip(numbers.Skip(1)).All(pair => pair.First.Picture < pair.Second.Picture);
    }

    private static long? Number(string digits) =>
        long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
