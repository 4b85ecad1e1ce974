using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Runs;
using Figment.Studio.Train;

namespace Figment.Studio.Making;

/// <summary>Checks what training would find in an upload.</summary>
internal static class UploadLook
{
    /// <summary>Checks it as the library does before training; unreadable files are skipped if enough others remain.</summary>
    /// <param name="source">A file or a folder.</param>
    /// <param name="cancellationToken">Stops the check.</param>
    /// <returns>
    /// A <see cref="DataLook"/>, <see cref="SoundDataLook"/>, or <see cref="TextDataLook"/>; a suggested training run, if one is
    /// possible; and the reason if training would reject the data as it is.
    /// </returns>
    internal static (object Look, GoodChoice? Choice, Text? Refusal) Of(string source, CancellationToken cancellationToken)
    {
        switch (DataKinds.Of(source).Name)
        {
            case "texts":
                TextDataLook texts = TextDataLook.Of(source, null, cancellationToken);
                return (texts, texts.Refusal is null ? GoodChoice.OfText(source, texts.Counts.Characters) : null, texts.Refusal);
            case "sounds":
                SoundDataLook sounds = SoundDataLook.Of(source, null, null, cancellationToken);
                if (sounds.Refusal is null)
                    return (sounds, GoodChoice.OfSounds(source, sounds.Count), null);
                SoundOptions heard = new() { SkipBroken = true };
                SoundDataLook rest = SoundDataLook.Of(source, heard, null, cancellationToken);
                return (
                    rest,
                    rest.Refusal is null ? GoodChoice.OfSounds(source, rest.Count) with { Reading = heard } : null,
                    sounds.Refusal
                );
            default:
                DataLook pictures = DataLook.Of(source, null, null, cancellationToken);
                if (pictures.Refusal is null)
                    return (pictures, GoodChoice.OfPictures(source, pictures.Count, pictures.Shape), null);
                PictureOptions seen = new() { SkipBroken = true };
                DataLook others = DataLook.Of(source, seen, null, cancellationToken);
                return (
                    others,
                    others.Refusal is null
                        ? GoodChoice.OfPictures(source, others.Count, others.Shape) with
                        {
                            Reading = seen,
                        }
                        : null,
                    pictures.Refusal
                );
        }
    }
}
