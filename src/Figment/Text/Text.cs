using System.Text.Json;
using System.Text.Json.Serialization;

namespace Figment;

/// <summary>A text in both languages, so that neither can be forgotten. It is finished: nothing in it is looked for or filled in.</summary>
/// <param name="English">English.</param>
/// <param name="Chinese">简体中文.</param>
[JsonConverter(typeof(Converter))]
public sealed record Text(string English, string Chinese)
{
    /// <summary>Numbers and names are the same in both languages.</summary>
    public static implicit operator Text(string same) => new(same, same);

    /// <summary>Names one after the other, as each language does it.</summary>
    public static Text List(IEnumerable<string> names) => new(string.Join(", ", names), string.Join("、", names));

    /// <summary>The text in one language.</summary>
    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary>Both languages as <c>{"en": …, "zh": …}</c>; where they are the same, one string.</summary>
    private sealed class Converter : JsonConverter<Text>
    {
        public override Text Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String) return reader.GetString()!;
            using JsonDocument json = JsonDocument.ParseValue(ref reader);
            return json.RootElement.ValueKind == JsonValueKind.Object && Part("en") is string english && Part("zh") is string chinese
                ? new Text(english, chinese)
                : throw new JsonException("a text is a string, or an object with \"en\" and \"zh\"");

            string? Part(string name) => json.RootElement.TryGetProperty(name, out JsonElement part) && part.ValueKind == JsonValueKind.String ? part.GetString() : null;
        }

        public override void Write(Utf8JsonWriter writer, Text value, JsonSerializerOptions options)
        {
            if (value.English == value.Chinese)
            {
                writer.WriteStringValue(value.English);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("en", value.English);
            writer.WriteString("zh", value.Chinese);
            writer.WriteEndObject();
        }
    }
}
