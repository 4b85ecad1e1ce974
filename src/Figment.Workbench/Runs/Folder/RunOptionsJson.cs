using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Training;

namespace Figment.Runs;

/// <summary>Writes and reads <c>options.json</c>. The types of some records depend on the kind of data in the file.</summary>
internal static class RunOptionsJson
{
    // The serializer options cache type metadata; creating them for each run would slow down pages with many runs.
    private static readonly ConcurrentDictionary<(Type Data, Type Training), JsonSerializerOptions> Known = new();

    internal static string Write(RunOptions options) => JsonSerializer.Serialize(options, OptionsFor(options.Kind));

    /// <exception cref="JsonException">The text is not such a file, or has impossible values.</exception>
    internal static RunOptions Read(string text)
    {
        RunOptions options =
            JsonSerializer.Deserialize<RunOptions>(text, OptionsFor(KindOf(text))) ?? throw new JsonException("It is null.");
        options.Data.Check();
        if (options.Logs.Contains(null!))
            throw new JsonException("One of the logs has no name.");
        return options;
    }

    private static DataKind KindOf(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        bool isNamed =
            json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty("data", out JsonElement data)
            && data.ValueKind == JsonValueKind.Object
            && data.TryGetProperty("kind", out JsonElement kind)
            && kind.ValueKind == JsonValueKind.String;
        return DataKinds.Named(isNamed ? json.RootElement.GetProperty("data").GetProperty("kind").GetString() : null);
    }

    private static JsonSerializerOptions OptionsFor(DataKind kind) =>
        Known.GetOrAdd(
            (kind.RunDataType, kind.TrainingOptionsType),
            static types =>
            {
                JsonSerializerOptions options = new(OptionsJson.Options);
                options.Converters.Insert(0, new As<RunData>(types.Data));
                options.Converters.Insert(0, new As<TrainingOptions>(types.Training));
                return options;
            }
        );

    /// <summary>Reads a record as a derived type, and writes it with its actual type.</summary>
    private sealed class As<T>(Type derived) : JsonConverter<T>
        where T : class
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            (T?)JsonSerializer.Deserialize(ref reader, derived, OptionsJson.Options);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value, value.GetType(), OptionsJson.Options);
    }
}
