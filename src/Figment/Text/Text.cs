using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment;

/// <summary>
/// A text with a version in every language, so that no language can be forgotten. It is ready to show: it contains no
/// placeholders or keys.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class Text : IEquatable<Text>
{
    private readonly string[] words; // by language

    /// <summary>Creates a text from its words in each language.</summary>
    internal Text(Func<Language, string> words) => this.words = [.. Languages.All.Select(known => words(known.Language))];

    /// <summary>The text in English.</summary>
    public string English => In(Language.English);

    /// <summary>The text in Chinese, 简体中文.</summary>
    public string Chinese => In(Language.Chinese);

    /// <summary>Whether the text is the same in all languages.</summary>
    internal bool IsSame => Array.TrueForAll(words, word => word == words[0]);

    /// <summary>Converts a number or a name to a text that is the same in all languages.</summary>
    public static implicit operator Text(string same) => new(_ => same);

    /// <summary>Lists names, with the separator of each language.</summary>
    public static Text List(IEnumerable<string> names) => Joined(names, "list.comma");

    /// <summary>Joins names with a word from the table.</summary>
    internal static Text Joined(IEnumerable<string> names, string key) =>
        new(language => string.Join(WordTable.Text(key).In(language), names));

    /// <summary>Joins sentences as each language does.</summary>
    /// <param name="sentences">At least one sentence.</param>
    internal static Text Sentences(IEnumerable<Text> sentences) =>
        sentences.Aggregate((text, next) => WordTable.Template("list.sentences").Fill(("list", text), ("next", next)));

    /// <summary>The text in one language.</summary>
    public string In(Language language) => words[(int)language];

    /// <inheritdoc/>
    public bool Equals(Text? other) => other is not null && words.AsSpan().SequenceEqual(other.words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Text);

    /// <inheritdoc/>
    public override int GetHashCode() => English.GetHashCode(StringComparison.Ordinal);

    /// <summary>The text in English.</summary>
    public override string ToString() => English;

    /// <summary>Writes all languages as <c>{"en": …, "zh": …}</c>; one string if they are the same.</summary>
    private sealed class Converter : JsonConverter<Text>
    {
        public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return reader.GetString()!;
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            JsonElement root = json.RootElement;
            return
                root.ValueKind == JsonValueKind.Object
                && Part(Language.English) is string english
                && Part(Language.Chinese) is not null
                ? new Text(language => Part(language) ?? english)
                : throw new JsonException("a text is a string, or an object with \"en\" and \"zh\"");

            string? Part(Language language) =>
                root.TryGetProperty(Languages.Of(language).Code, out JsonElement part) && part.ValueKind == JsonValueKind.String
                    ? part.GetString()
                    : null;
        }

        public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options)
        {
            if (value.IsSame)
            {
                writer.WriteStringValue(value.English);
                return;
            }

            writer.WriteStartObject();
            foreach (Languages.Facts known in Languages.All)
                writer.WriteString(known.Code, value.In(known.Language));
            writer.WriteEndObject();
        }
    }
}
