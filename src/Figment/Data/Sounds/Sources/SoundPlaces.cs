using Figment.Audio;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Sounds;

/// <summary>Tells by names, and of files that hold many sounds by their headers, whether what lies at a path is sounds.</summary>
internal static class SoundPlaces
{
    /// <summary>
    /// Whether it is: a sound file, a folder or archive with more sounds than pictures, packed sounds, or an array of sounds.
    /// </summary>
    internal static bool IsOfSounds(string path) =>
        NamesInside.Tell(path, HasMoreSounds)
        ?? ((IsFile(path) && File.Exists(path)) || SoundPack.IsPack(path) || SoundArrays.Is(path));

    /// <summary>Whether a name is that of a file with one sound, be it of a format that is read or of another.</summary>
    internal static bool IsFile(string name) => IsRead(name) || UnreadSounds.FormatOf(name) is not null;

    // Covers lie among records, and a voice or a video beside photos. Videos alone are there for their sounds.
    private static bool HasMoreSounds(IEnumerable<string> files)
    {
        int sounds = 0,
            pictures = 0,
            videos = 0;
        foreach (string file in files)
        {
            if (UnreadSounds.IsVideo(file))
                videos++;
            else if (IsFile(file))
                sounds++;
            else if (
                PictureDecoder.Extensions.Contains(Path.GetExtension(file)) || PictureFormat.OfUnreadEnding(file) is not null
            )
                pictures++;
        }

        return sounds > pictures || (sounds + pictures == 0 && videos > 0);
    }

    private static bool IsRead(string name) => SoundDecoder.Extensions.Contains(Path.GetExtension(name));
}
