using System.Text.Json;
using Figment.Data.Images;
using Figment.Formats;

namespace Figment.Evaluation.Images;

/// <summary>Cards of extractors in the metadata of their files: what they were made of.</summary>
internal static class ExtractorCards
{
    private const string OfKind = "kind",
        OfCard = "card";

    /// <summary>The metadata of a file of an extractor.</summary>
    /// <param name="kind">What its files call themselves.</param>
    /// <param name="card">What it was made of.</param>
    internal static Dictionary<string, string> Write<T>(string kind, T card) =>
        new() { [OfKind] = kind, [OfCard] = OptionsJson.WriteLine(card) };

    /// <summary>
    /// Why an extractor of images of one form cannot look at those of another; null where they are of the same.
    /// </summary>
    /// <param name="extractor">Its name.</param>
    /// <param name="of">What it was made of; null of pictures.</param>
    /// <param name="images">What it is to look at.</param>
    internal static string? WhyNot(string extractor, PictureForm? of, ImageDataset images) =>
        of == images.Form
            ? null
            : $"The extractor {extractor} looks at {of?.How ?? "pictures"}, and these are {images.Form?.How ?? "pictures"}. "
                + $"Train one for them, or compare their pixels.";

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kind">What files of the extractor call themselves.</param>
    /// <param name="name">What the file is called.</param>
    /// <param name="whyNot">What is said of a file of another kind.</param>
    /// <exception cref="FileFormatException">It is of another kind, or damaged.</exception>
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
            throw new FileFormatException($"{name} is damaged: its card does not read ({JsonReason.Of(e, hasLines: false)}).", e);
        }
    }
}
