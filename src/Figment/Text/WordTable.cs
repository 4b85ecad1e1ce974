using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Figment;

/// <summary>
/// What library, command, reports and studio say: a table per language (<c>Words/en.json</c>), by keys whose parts have dots
/// between them. A text is named by its key alone, so a sentence can change without anything else.
/// </summary>
internal static class WordTable
{
    private static readonly Dictionary<string, Text> Texts = ReadAll();

    /// <summary>Every key, in the order of the English table.</summary>
    internal static IReadOnlyCollection<string> Keys => Texts.Keys;

    /// <summary>The text of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    internal static Text Text(string key) => Find(key) ?? throw new KeyNotFoundException($"The table of words has no '{key}'.");

    /// <summary>The text of a key, to be filled with facts.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    internal static TextTemplate Template(string key) => new(Text(key));

    /// <summary>
    /// The text of a key about so many things: its part <c>one</c> or <c>many</c>, which may ask for <c>{count}</c>.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is none, or it asks for a fact that is not given.</exception>
    internal static Text Counted(string key, long count, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        Template($"{key}.{(count == 1 ? "one" : "many")}").Fill([("count", Number(count)), .. facts]);

    /// <summary>A number as texts have it, with thousands apart.</summary>
    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>The text of a key; null where there is none.</summary>
    internal static Text? Find(string key) => Texts.GetValueOrDefault(key);

    /// <summary>The next part of all keys that begin with some parts, in the table's order.</summary>
    internal static IReadOnlyList<string> NamesBelow(string parts) =>
        [
            .. Keys.Where(key => key.StartsWith($"{parts}.", StringComparison.Ordinal))
                .Select(key => key[(parts.Length + 1)..].Split('.')[0])
                .Distinct(),
        ];

    /// <summary>The table of one language.</summary>
    internal static IReadOnlyDictionary<string, string> Read(Language language)
    {
        Dictionary<string, string> words = [];
        string file = $"words/{Languages.Of(language).Code}.json";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
        using JsonDocument json = JsonDocument.Parse(stream);
        Add("", json.RootElement);
        return words;

        void Add(string key, JsonElement value)
        {
            string Below(string name) => key.Length == 0 ? name : $"{key}.{name}";
            if (value.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty part in value.EnumerateObject())
                    Add(Below(part.Name), part.Value);
            else if (value.ValueKind == JsonValueKind.Array)
                foreach ((int number, JsonElement part) in value.EnumerateArray().Index())
                    Add(Below($"{number + 1}"), part);
            else
                words.Add(key, value.GetString()!);
        }
    }

    private static Dictionary<string, Text> ReadAll()
    {
        IReadOnlyDictionary<string, string>[] tables = [.. Languages.All.Select(known => Read(known.Language))];
        return tables[(int)Language.English]
            .ToDictionary(
                entry => entry.Key,
                entry => new Text(language => tables[(int)language].GetValueOrDefault(entry.Key, entry.Value))
            );
    }
}
