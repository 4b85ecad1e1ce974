using System.Globalization;
using System.Text.Json;
using Figment.Networks.Sounds;

namespace Figment.Data.Sounds;

/// <summary>What a file of packed sounds says of one part of them, beside the tensors.</summary>
/// <param name="Name">The data set's name.</param>
/// <param name="Sha256">Over rate, channels, length, values and labels, as of any data set of sounds.</param>
/// <param name="Classes">What classes are called, by number; null without labels.</param>
/// <param name="Notes">How the sounds were read when they were packed, in sentences.</param>
internal sealed record PackedPart(string Name, string Sha256, IReadOnlyList<string>? Classes, IReadOnlyList<Text> Notes);

/// <summary>What a file of packed sounds says of them.</summary>
/// <param name="Rate">Samples a second, in Hz.</param>
/// <param name="Form">How they become images.</param>
/// <param name="Reading">How recordings became them; null where they are as they were made.</param>
/// <param name="Train">What is learned from.</param>
/// <param name="Test">What is held out; null where nothing is.</param>
internal sealed record SoundPackCard(int Rate, SoundForm Form, SoundOptions? Reading, PackedPart Train, PackedPart? Test)
{
    /// <summary>What stands before the names of all that is held out.</summary>
    internal const string TestPrefix = "test_";

    private const string Kind = "figment sounds 1";

    /// <summary>As text beside the tensors.</summary>
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

    /// <summary>Whether a file says of itself that it is one.</summary>
    internal static bool IsIn(IReadOnlyDictionary<string, string> metadata) => metadata.GetValueOrDefault("format") == Kind;

    /// <summary>Whether it says that something is held out.</summary>
    internal static bool HasTest(IReadOnlyDictionary<string, string> metadata) => metadata.ContainsKey(TestPrefix + "sha256");

    /// <summary>Reads it back.</summary>
    /// <exception cref="FileFormatException">It is something else.</exception>
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

        FileFormatException Wrong(string what) =>
            new($"{path} holds no packed sounds: its header {what}. Pack the sounds again.");
    }
}
