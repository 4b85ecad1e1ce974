using System.Globalization;
using System.Text.Json;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a packed file says of the images that it holds: its header, beside the places of pixels and labels.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Count">How many images.</param>
/// <param name="Classes">What classes are called, by number; null without labels.</param>
/// <param name="Sha256">Over pixels and labels, as of any data set (<see cref="ImageDataset.Sha256"/>).</param>
/// <param name="Mean">Of all pixels in [0, 1].</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="Notes">How the data was read when it was packed, in sentences.</param>
/// <param name="Pictures">How pictures became images of one size; null where they were as they were found.</param>
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

    /// <summary>Which values a class has in which columns of labels; null where each image has one label, or none.</summary>
    internal LabelTable? Table { get; init; }

    /// <summary>As text beside the tensors; shape and count are the tensors' own.</summary>
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

    /// <summary>Reads it back.</summary>
    /// <exception cref="FileFormatException">It is something else.</exception>
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

        FileFormatException Wrong(string what) =>
            new($"{path} holds no packed images: its header {what}. Make one with 'figment data pack'.");
    }
}
