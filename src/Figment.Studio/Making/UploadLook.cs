using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Runs;
using Figment.Studio.Train;

namespace Figment.Studio.Making;

/// <summary>What training would find in what was sent.</summary>
internal static class UploadLook
{
    /// <summary>Looks at it as the library does before a training; what cannot be read is left out where the rest will do.</summary>
    /// <param name="source">A file or a folder.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>
    /// A <see cref="DataLook"/>, <see cref="SoundDataLook"/> or <see cref="TextDataLook"/>; a training with it, and where there is none,
    /// why not.
    /// </returns>
    internal static (object Look, GoodChoice? Choice, string? Refusal) Of(string source, CancellationToken cancellationToken)
    {
        switch (DataKinds.Of(source).Name)
        {
            case "texts":
                TextDataLook texts = TextDataLook.Of(source, null, cancellationToken);
                return (texts, texts.Refusal is null ? GoodChoice.OfText(source, texts.Counts.Characters) : null, texts.Refusal);
            case "sounds":
                SoundOptions? skipping = null;
                SoundDataLook sounds = SoundDataLook.Of(source, null, null, cancellationToken);
                if (sounds.Refusal is not null) sounds = SoundDataLook.Of(source, skipping = new SoundOptions { SkipBroken = true }, null, cancellationToken);
                return (sounds, sounds.Refusal is null ? GoodChoice.OfSounds(source, sounds.Count) with { Reading = skipping } : null, sounds.Refusal);
            default:
                PictureOptions? without = null;
                DataLook pictures = DataLook.Of(source, null, null, cancellationToken);
                if (pictures.Refusal is not null) pictures = DataLook.Of(source, without = new PictureOptions { SkipBroken = true }, null, cancellationToken);
                return (pictures, pictures.Refusal is null ? GoodChoice.OfPictures(source, pictures.Count, pictures.Shape) with { Reading = without } : null, pictures.Refusal);
        }
    }
}
