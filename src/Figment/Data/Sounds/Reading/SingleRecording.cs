using Figment.Audio;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>One recording as data, for a model that has learned.</summary>
internal static class SingleRecording
{
    /// <summary>Reads one.</summary>
    /// <param name="path">A sound file.</param>
    /// <param name="grid">What the model learned sounds as.</param>
    /// <param name="options">Which part is taken, and how loud it is.</param>
    /// <exception cref="FigmentException">It cannot be read, or holds silence alone.</exception>
    internal static SoundDataset Read(string path, SoundGrid grid, SoundOptions options)
    {
        try
        {
            using FileStream file = Storage.Try(path, "read", () => File.OpenRead(path));
            Sound sound = Recording.Of(SoundDecoder.Decode(file, Recording.MostSeconds), grid.Sound.Channels == 2).Sound;
            SoundSpan span = SoundSpan.Of(sound);
            short[] values = new short[grid.Sound.Size];
            if (span.IsSilent || new SoundCut(grid.Sound, options).Cut(sound, span, values) <= SoundSpan.Silence)
                throw new FigmentException($"{path} holds no sound in the chosen part. Name another recording.");
            return new SoundDataset(Path.GetFileNameWithoutExtension(path), grid, values);
        }
        catch (FileFormatException e)
        {
            throw new FileFormatException(
                $"{path} cannot be read as a sound: {e.Message.TrimEnd('.')}. Repair it, or name another recording.",
                e
            );
        }
    }
}
