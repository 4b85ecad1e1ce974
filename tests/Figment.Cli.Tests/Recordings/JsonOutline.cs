using System.Text.Json;

namespace Figment.Tests.Recordings;

/// <summary>The keys of JSON and the kinds of their values, in order: what a program that reads it relies on.</summary>
internal static class JsonOutline
{
    /// <summary>One line per key; the items of a list are merged, and so are several documents.</summary>
    internal static string Of(params IEnumerable<string> documents)
    {
        List<string> order = [];
        Dictionary<string, SortedSet<string>> kinds = [];
        foreach (string text in documents)
        {
            using JsonDocument document = JsonDocument.Parse(text);
            Add(document.RootElement, "$");
        }

        return string.Join('\n', order.Select(path => $"{path}: {string.Join(" | ", kinds[path])}"));

        void Add(JsonElement element, string path)
        {
            if (kinds.TryAdd(path, []))
                order.Add(path);
            kinds[path].Add(Kind(element.ValueKind));
            if (element.ValueKind == JsonValueKind.Object)
                foreach (JsonProperty property in element.EnumerateObject())
                    Add(property.Value, $"{path}.{property.Name}");
            if (element.ValueKind == JsonValueKind.Array)
                foreach (JsonElement item in element.EnumerateArray())
                    Add(item, $"{path}[]");
        }
    }

    private static string Kind(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.True or JsonValueKind.False => "truth",
            JsonValueKind.Array => "list",
            _ => kind.ToString().ToLowerInvariant(),
        };
}
