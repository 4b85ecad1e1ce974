using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace Figment;

/// <summary>
/// The texts of the library, the command, the reports and the studio: a table per language (<c>Words/en.json</c>), with keys
/// whose parts are separated by dots. Code refers to a text only by its key, so a sentence can be changed without changing
/// anything else.
/// </summary>
internal static class WordTable
{
    private static readonly Dictionary<string, Text> Texts = ReadAll();

    /// <summary>Every key, in the order of the English table.</summary>
    internal static IReadOnlyCollection<string> Keys => Texts.Keys;

    /// <summary>Returns the text of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    internal static Text Text(string key) => Find(key) ?? throw new KeyNotFoundException($"The table of words has no '{key}'.");

    /// <summary>Returns the template of a key.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    internal static TextTemplate Template(string key) => new(Text(key));

    /// <summary>
    /// Returns the text of a key for a count: the one under its part <c>one</c> or <c>many</c>, which may contain <c>{count}</c>.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such key, or the text needs a fact that is not given.</exception>
    internal static Text Counted(string key, long count, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        Template($"{key}.{(count == 1 ? "one" : "many")}").Fill([("count", Number(count)), .. facts]);

    /// <summary>Formats a number for texts, with thousands separators.</summary>
    internal static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Finds the text of a key; null if there is none.</summary>
    internal static Text? Find(string key) => Texts.GetValueOrDefault(key);

    /// <summary>The next parts of all keys that begin with the given parts, in the order of the table.</summary>
    internal static IReadOnlyList<string> NamesBelow(string parts) =>
        [
            .. Keys.Where(key => key.StartsWith($"{parts}.", StringComparison.Ordinal))
                .Select(key => key[(parts.Length + 1)..].Split('.')[0])
                .Distinct(),
        ];

    /// <summary>Reads the table of one language.</summary>
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
