using System.Globalization;
using System.Text.Json;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>
/// The description of the images in a packed file: the content of its header, apart from the positions of pixels and labels.
/// </summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Count">The number of images.</param>
/// <param name="Classes">The names of the classes, by number; null if there are no labels.</param>
/// <param name="Sha256">The SHA-256 of pixels and labels, as for any data set (<see cref="ImageDataset.Sha256"/>).</param>
/// <param name="Mean">The mean of all pixel values, in [0, 1].</param>
/// <param name="Deviation">The standard deviation of all pixel values.</param>
/// <param name="Notes">How the data was read when it was packed, in sentences.</param>
/// <param name="Pictures">How pictures were made into images of one size; null if they were left unchanged.</param>
internal sealed record PackCard(
    string Name,
    ImageShape Shape,
    int Count,
    IReadOnlyList<string>? Classes,
    string Sha256,
    double Mean,
    double Deviation,
    IReadOnlyList<Text> Notes,
    PictureOptions? Pictures
)
{
    private const string Kind = "figment images 1",
        TableKey = "labels";

    /// <summary>The value of each class in each label column; null if each image has one label or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>
    /// The description as text, stored beside the tensors. It omits shape and count, which come from the tensors.
    /// </summary>
    internal Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Kind,
            ["name"] = Name,
            ["sha256"] = Sha256,
            ["mean"] = Mean.ToString("R", CultureInfo.InvariantCulture),
            ["deviation"] = Deviation.ToString("R", CultureInfo.InvariantCulture),
            ["notes"] = OptionsJson.WriteLine(Notes),
        };
        if (Classes is not null)
            metadata["classes"] = OptionsJson.WriteLine(Classes);
        if (Table is not null)
            metadata[TableKey] = OptionsJson.WriteLine(Table.Recorded);
        if (Pictures is not null)
            metadata["pictures"] = OptionsJson.WriteLine(Pictures);
        return metadata;
    }

    /// <summary>Reads the description back.</summary>
    /// <exception cref="FileFormatException">The metadata is in another format.</exception>
    internal static PackCard Of(IReadOnlyDictionary<string, string> metadata, ImageShape shape, int count, string path)
    {
        if (Text("format") != Kind)
            throw Wrong("is of another format");
        try
        {
            PackCard card = new(
                Text("name"),
                shape,
                count,
                metadata.ContainsKey("classes") ? OptionsJson.Read<string[]>(Text("classes")) : null,
                Text("sha256"),
                Number("mean"),
                Number("deviation"),
                OptionsJson.Read<Text[]>(Text("notes")),
                metadata.ContainsKey("pictures") ? OptionsJson.Read<PictureOptions>(Text("pictures")) : null
            )
            {
                Table = metadata.ContainsKey(TableKey) ? OptionsJson.Read<RecordedLabels>(Text(TableKey)).ToTable() : null,
            };
            if (card.Pictures is not null)
                OptionsValidator.ThrowIfInvalid(card.Pictures);
            if (card.Name.Length == 0 || card.Sha256.Length != 64 || !card.Sha256.All(char.IsAsciiHexDigitLower))
                throw Wrong("has no name or no SHA-256");
            if (card.Classes?.Contains(null!) == true || card.Notes.Contains(null!))
                throw Wrong("has an empty class name or note");
            if (card.Table is { } table && table.Classes.Count != card.Classes?.Count)
                throw Wrong("has label columns that do not match its classes");
            return card;
        }
        catch (Exception e) when (e is JsonException or OptionsException)
        {
            throw Wrong($"cannot be read ({JsonReason.Of(e, hasLines: false)})");
        }

        string Text(string key) => metadata.GetValueOrDefault(key) ?? throw Wrong($"lacks '{key}'");

        double Number(string key) =>
            double.TryParse(Text(key), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value is >= 0 and <= 1
                ? value
                : throw Wrong($"has no number '{key}' in [0, 1]");

        FileFormatException Wrong(OptionSentence what) =>
            new($"{path} holds no packed images: its header {what}. Make one with 'figment data pack'.");
    }
}
