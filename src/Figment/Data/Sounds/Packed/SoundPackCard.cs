using System.Globalization;
using System.Text.Json;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>The description of one part of a file of packed sounds, beside the tensors.</summary>
/// <param name="Name">The name of the data set.</param>
/// <param name="Sha256">The SHA-256 of rate, channels, length, values and labels, as for any data set of sounds.</param>
/// <param name="Classes">The names of the classes, by number; null if there are no labels.</param>
/// <param name="Notes">How the sounds were read when they were packed, in sentences.</param>
internal sealed record PackedPart(string Name, string Sha256, IReadOnlyList<string>? Classes, IReadOnlyList<Text> Notes);

/// <summary>The description of the sounds in a packed file.</summary>
/// <param name="Rate">The sample rate in Hz.</param>
/// <param name="Form">The conversion of sounds to images.</param>
/// <param name="Reading">How recordings became the sounds; null if the sounds were not read from recordings.</param>
/// <param name="Train">The training part.</param>
/// <param name="Test">The held-out part; null if there is none.</param>
internal sealed record SoundPackCard(int Rate, SoundForm Form, SoundOptions? Reading, PackedPart Train, PackedPart? Test)
{
    /// <summary>The prefix of all names in the held-out part.</summary>
    internal const string TestPrefix = "test_";

    private const string Kind = "figment sounds 1";

    /// <summary>The description as text, stored beside the tensors.</summary>
    internal Dictionary<string, string> ToMetadata()
    {
        Dictionary<string, string> metadata = new()
        {
            ["format"] = Kind,
            ["rate"] = Rate.ToString(CultureInfo.InvariantCulture),
            ["form"] = OptionsJson.WriteLine(Form),
        };
        if (Reading is not null)
            metadata["reading"] = OptionsJson.WriteLine(Reading);
        Add("", Train);
        if (Test is not null)
            Add(TestPrefix, Test);
        return metadata;

        void Add(string prefix, PackedPart part)
        {
            metadata[prefix + "name"] = part.Name;
            metadata[prefix + "sha256"] = part.Sha256;
            metadata[prefix + "notes"] = OptionsJson.WriteLine(part.Notes);
            if (part.Classes is not null)
                metadata[prefix + "classes"] = OptionsJson.WriteLine(part.Classes);
        }
    }

    /// <summary>Whether metadata is that of packed sounds.</summary>
    internal static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault("format") == Kind;

    /// <summary>Whether metadata describes a held-out part.</summary>
    internal static bool HasTest(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(TestPrefix + "sha256");

    /// <summary>Reads the description back.</summary>
    /// <exception cref="FileFormatException">The metadata is in another format.</exception>
    internal static SoundPackCard Of(IReadOnlyDictionary<string, string> metadata, string path)
    {
        if (!IsIn(metadata))
            throw Wrong("is of another format");
        try
        {
            if (!int.TryParse(Said("rate"), NumberStyles.None, CultureInfo.InvariantCulture, out int rate))
                throw Wrong("has no number 'rate'");
            SoundForm form = OptionsJson.Read<SoundForm>(Said("form"));
            SoundOptions? reading = metadata.ContainsKey("reading") ? OptionsJson.Read<SoundOptions>(Said("reading")) : null;
            if (reading is not null)
                OptionsValidator.ThrowIfInvalid(reading);
            return new SoundPackCard(rate, form, reading, Part(""), HasTest(metadata) ? Part(TestPrefix) : null);
        }
        catch (Exception e) when (e is JsonException or OptionsException)
        {
            throw Wrong($"cannot be read ({JsonReason.Of(e, hasLines: false)})");
        }

        PackedPart Part(string prefix)
        {
            PackedPart part = new(
                Said(prefix + "name"),
                Said(prefix + "sha256"),
                metadata.ContainsKey(prefix + "classes") ? OptionsJson.Read<string[]>(Said(prefix + "classes")) : null,
                OptionsJson.Read<Text[]>(Said(prefix + "notes"))
            );
            if (part.Name.Length == 0 || part.Sha256.Length != 64 || !part.Sha256.All(char.IsAsciiHexDigitLower))
                throw Wrong("has no name or no SHA-256");
            return part.Classes?.Contains(null!) != true && !part.Notes.Contains(null!)
                ? part
                : throw Wrong("has an empty class name or note");
        }

        string Said(string key) => metadata.GetValueOrDefault(key) ?? throw Wrong($"lacks '{key}'");

        FileFormatException Wrong(OptionSentence what) =>
            new($"{path} holds no packed sounds: its header {what}. Pack the sounds again.");
    }
}
