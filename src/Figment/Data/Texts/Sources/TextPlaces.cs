using Figment.Audio;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Texts;

/// <summary>Tells by names alone whether what lies at a path is texts.</summary>
internal static class TextPlaces
{
    // Where one of these lies, texts beside it only say what it is.
    private static readonly HashSet<string> OfOthers = new(
        [.. PictureDecoder.Extensions, .. SoundDecoder.Extensions, .. UnreadSounds.Extensions, ".npy", ".npz", ".bin"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether it is.</summary>
    internal static bool IsOfTexts(string path) =>
        NamesInside.Tell(path, HasTextsAlone) ?? (TextFormat.Of(path) is not null || TextPack.IsPack(path));

    private static bool HasTextsAlone(IEnumerable<string> files)
    {
        bool hasTexts = false;
        foreach (string file in files)
        {
            if (OfOthers.Contains(Path.GetExtension(file)))
                return false;
            hasTexts |= TextFormat.Of(file) is not null;
        }

        return hasTexts;
    }
}
