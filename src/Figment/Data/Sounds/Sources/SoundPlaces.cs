using Figment.Audio;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Sounds;

/// <summary>Decides whether a path holds sounds, judging by names and by the headers of files that hold many sounds.</summary>
internal static class SoundPlaces
{
    /// <summary>
    /// Whether a path holds sounds: a sound file, a folder or archive with more sounds than pictures, packed sounds, or an array
    /// of sounds.
    /// </summary>
    internal static bool IsOfSounds(string path) =>
        NamesInside.Tell(path, HasMoreSounds)
        ?? ((IsFile(path) && File.Exists(path)) || SoundPack.IsPack(path) || SoundArrays.Is(path));

    /// <summary>Whether a name is that of a file with one sound, in a supported or an unsupported format.</summary>
    internal static bool IsFile(string name) => IsRead(name) || UnreadSounds.FormatOf(name) is not null;

    // Music often comes with cover pictures, and photos with a voice recording or a video. If there are only videos, they are
    // there for their sound.
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
