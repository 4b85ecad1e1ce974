using System.Text.Json;
using Figment.Data.Images;
using Figment.Formats;

namespace Figment.Evaluation.Images;

/// <summary>Reads and writes the cards that say what an extractor was made from, in the metadata of extractor files.</summary>
internal static class ExtractorCards
{
    private const string OfKind = "kind",
        OfCard = "card";

    /// <summary>Returns the metadata for an extractor's file.</summary>
    /// <param name="kind">The kind of extractor, as its files name it.</param>
    /// <param name="card">What the extractor was made from.</param>
    internal static Dictionary<string, string> Write<T>(string kind, T card) =>
        new() { [OfKind] = kind, [OfCard] = OptionsJson.WriteLine(card) };

    /// <summary>
    /// Says why an extractor for images of one form cannot take images of another form; null if both are the same.
    /// </summary>
    /// <param name="extractor">The name of the extractor.</param>
    /// <param name="of">The form of the images it was made from; null for pictures.</param>
    /// <param name="images">The images that the extractor should process.</param>
    internal static Text? WhyNot(string extractor, PictureForm? of, ImageDataset images) =>
        of == images.Form
            ? null
            : OptionSentence
                .Of(
                    $"The extractor {extractor} takes {of?.How ?? "pictures"}, but these are {images.Form?.How ?? "pictures"}. "
                        + $"Train one for them, or compare their pixels."
                )
                .ToText();

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file to read.</param>
    /// <param name="kind">The kind of extractor, as its files name it.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <param name="whyNot">The message for a file of another kind.</param>
    /// <exception cref="FileFormatException">The file is of another kind, or damaged.</exception>
    internal static T Read<T>(SafeTensors file, string kind, string name, string whyNot)
        where T : class
    {
        if (file.Metadata.GetValueOrDefault(OfKind) != kind)
            throw new FileFormatException(whyNot);
        try
        {
            T card = OptionsJson.Read<T>(file.Metadata[OfCard]);
            OptionsValidator.ThrowIfInvalid(card);
            return card;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or OptionsException)
        {
            throw new FileFormatException(
                $"{name} is damaged: its metadata cannot be read ({JsonReason.Of(e, hasLines: false)}).",
                e
            );
        }
    }
}
