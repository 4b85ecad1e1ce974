using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment;

/// <summary>
/// A text in every language, so that none can be forgotten. It is finished: nothing in it is looked for or filled in.
/// </summary>
[JsonConverter(typeof(Converter))]
public sealed class Text : IEquatable<Text>
{
    private readonly string[] words; // by language

    /// <summary>A text by language.</summary>
    internal Text(Func<Language, string> words) => this.words = [.. Languages.All.Select(known => words(known.Language))];

    /// <summary>English.</summary>
    public string English => In(Language.English);

    /// <summary>简体中文.</summary>
    public string Chinese => In(Language.Chinese);

    /// <summary>Whether it is the same in all languages.</summary>
    internal bool IsSame => Array.TrueForAll(words, word => word == words[0]);

    /// <summary>Numbers and names are the same in all languages.</summary>
    public static implicit operator Text(string same) => new(_ => same);

    /// <summary>Names one after the other, as each language does it.</summary>
    public static Text List(IEnumerable<string> names) => Joined(names, "list.comma");

    /// <summary>Names one after the other, with a word of the table between them.</summary>
    internal static Text Joined(IEnumerable<string> names, string key) =>
        new(language => string.Join(WordTable.Text(key).In(language), names));

    /// <summary>Sentences one after the other, as each language does it.</summary>
    /// <param name="sentences">At least one.</param>
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

    /// <summary>The English text.</summary>
    public override string ToString() => English;

    /// <summary>All languages as <c>{"en": …, "zh": …}</c>; where they are the same, one string.</summary>
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
