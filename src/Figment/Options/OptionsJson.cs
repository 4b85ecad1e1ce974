using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Figment;

/// <summary>Writes options and reports as JSON: names in camel case, unknown names refused, NaN allowed.</summary>
internal static class OptionsJson
{
    // The resolver is set explicitly because file-based apps switch the default one off.
    private static readonly JsonSerializerOptions Indented = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private static readonly JsonSerializerOptions OneLine = new(Indented) { WriteIndented = false };

    internal static string Write<T>(T value) => JsonSerializer.Serialize(value, Indented);

    /// <summary>The serializer options for everything that this class writes.</summary>
    internal static JsonSerializerOptions Options => Indented;

    internal static string WriteLine<T>(T value) => JsonSerializer.Serialize(value, OneLine);

    internal static JsonElement ToElement(object value) => JsonSerializer.SerializeToElement(value, value.GetType(), Indented);

    /// <exception cref="JsonException">The text is not JSON of that type.</exception>
    internal static T Read<T>(string json) =>
        JsonSerializer.Deserialize<T>(json, Indented) ?? throw new JsonException("The JSON is null.");

    /// <summary>Replaces some properties of a record.</summary>
    /// <param name="defaults">The record.</param>
    /// <param name="changes">The new values.</param>
    /// <param name="without">Properties that are reset to the defaults of the record's type.</param>
    /// <exception cref="JsonException">
    /// The changes are not an object, a name is unknown, or a value is of the wrong kind.
    /// </exception>
    internal static T Merge<T>(T defaults, JsonElement changes, IEnumerable<string>? without = null)
    {
        if (changes.ValueKind != JsonValueKind.Object)
            throw new JsonException("The changes are not a JSON object.");
        JsonObject merged = JsonSerializer.SerializeToNode(defaults, Indented)!.AsObject();
        foreach (JsonProperty change in changes.EnumerateObject())
            merged[change.Name] = JsonNode.Parse(change.Value.GetRawText());
        foreach (string name in without ?? [])
            merged.Remove(JsonNamingPolicy.CamelCase.ConvertName(name));
        return merged.Deserialize<T>(Indented) ?? throw new JsonException("The resulting JSON is null.");
    }
}
