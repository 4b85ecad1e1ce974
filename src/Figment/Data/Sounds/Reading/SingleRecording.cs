using Figment.Audio;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>A single recording as data for a trained model.</summary>
internal static class SingleRecording
{
    /// <summary>Reads a recording.</summary>
    /// <param name="path">The sound file.</param>
    /// <param name="grid">The form in which the model learned sounds.</param>
    /// <param name="options">The options that choose the part and its loudness.</param>
    /// <exception cref="FigmentException">The file cannot be read, or is silent.</exception>
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
                $"{path} cannot be read as a sound: {OptionSentence.Reason(e)}. Repair it, or name another recording.",
                e
            );
        }
    }
}
