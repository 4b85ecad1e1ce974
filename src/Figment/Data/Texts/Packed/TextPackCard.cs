using System.Text.Json;

namespace Figment.Data.Texts;

/// <summary>The description of the texts in a packed file, beside the tensors.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Sha256">The SHA-256 of the texts, as for any data set.</param>
/// <param name="TestSha256">The SHA-256 of the held-out texts; null if there are none.</param>
/// <param name="Notes">How the texts were read when they were packed, in sentences.</param>
internal sealed record TextPackCard(string Name, string Sha256, string? TestSha256, IReadOnlyList<Text> Notes)
{
    private const string Kind = "figment texts 1";

    /// <summary>The description as text, stored beside the tensors.</summary>
    internal Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Kind,
            ["name"] = Name,
            ["sha256"] = Sha256,
            ["notes"] = OptionsJson.WriteLine(Notes),
        };
        if (TestSha256 is not null)
            metadata["test_sha256"] = TestSha256;
        return metadata;
    }

    /// <summary>Whether metadata is that of packed texts.</summary>
    internal static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault("format") == Kind;

    /// <summary>Reads the description back.</summary>
    /// <exception cref="FileFormatException">The metadata is in another format.</exception>
    internal static TextPackCard Of(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!IsIn(metadata))
            throw Wrong("is of another format");
        try
        {
            TextPackCard card = new(
                Said("name"),
                Said("sha256"),
                metadata.GetValueOrDefault("test_sha256"),
                OptionsJson.Read<Text[]>(Said("notes"))
            );
            if (card.Name.Length == 0 || !IsDigest(card.Sha256) || card.TestSha256 is not null && !IsDigest(card.TestSha256))
                throw Wrong("has no name or no SHA-256");
            return card.Notes.Contains(null!) ? throw Wrong("has an empty note") : card;
        }
        catch (JsonException e)
        {
            throw Wrong($"cannot be read ({JsonReason.Of(e, hasLines: false)})");
        }

        string Said(string key) => metadata.GetValueOrDefault(key) ?? throw Wrong($"lacks '{key}'");

        FileFormatException Wrong(OptionSentence what) =>
            new($"{path} holds no packed texts: its header {what}. Pack the texts again.");
    }

    private static bool IsDigest(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);
}
