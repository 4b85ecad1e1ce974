using Figment.Audio;
using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Sounds;

/// <summary>Tells by names alone whether what lies at a path is sounds.</summary>
internal static class SoundPlaces
{
    /// <summary>Whether it is: a sound file, or a folder or archive with more sounds than pictures.</summary>
    internal static bool IsOfSounds(string path) => NamesInside.Tell(path, HasMoreSounds) ?? (IsFile(path) && File.Exists(path));

    /// <summary>Whether a name is that of a sound file.</summary>
    internal static bool IsFile(string name) => SoundDecoder.Extensions.Contains(Path.GetExtension(name));

    // Covers lie among records, and a voice beside photos.
    private static bool HasMoreSounds(IEnumerable<string> files)
    {
        int sounds = 0, pictures = 0;
        foreach (string file in files)
        {
            if (IsFile(file)) sounds++;
            else if (PictureDecoder.Extensions.Contains(Path.GetExtension(file))) pictures++;
        }

        return sounds > pictures;
    }
}
