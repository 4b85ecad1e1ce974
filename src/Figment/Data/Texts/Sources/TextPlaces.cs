using Figment.Audio;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Texts;

/// <summary>Decides by names alone whether a path holds texts.</summary>
internal static class TextPlaces
{
    // Texts beside one of these only describe it.
    private static readonly HashSet<string> OfOthers = new(
        [.. PictureDecoder.Extensions, .. SoundDecoder.Extensions, .. UnreadSounds.Extensions, ".npy", ".npz", ".bin"],
        StringComparer.OrdinalIgnoreCase
    );

    /// <summary>Whether a path holds texts.</summary>
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
