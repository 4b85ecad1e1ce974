using System.Globalization;
using System.Text.Json;
using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// Reads labels from JSON: StyleGAN's <c>dataset.json</c>, and <c>metadata.jsonl</c> with an object on each line.
/// </summary>
internal static class JsonLabels
{
    private static readonly JsonReaderOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>
    /// Reads <c>{"labels": [["00000/img00000000.png", 3], …]}</c>; a label may be a list with a single 1, and the whole value may
    /// be null.
    /// </summary>
    internal static LabelsFile? OfStyleGan(ItemFiles items, string path, byte[] content)
    {
        try
        {
            Utf8JsonReader reader = new(WithoutMark(content), Lenient);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isLabels = reader.ValueTextEquals("labels"u8);
                reader.Read();
                if (!isLabels)
                    reader.Skip();
                else if (reader.TokenType == JsonTokenType.Null)
                    return new LabelsFile(items, path, [], HasLabels: false);
                else
                    return new LabelsFile(items, path, Entries(ref reader), HasLabels: true);
            }

            return null;
        }
        catch (JsonException e)
        {
            throw new FileFormatException($"it is not JSON ({JsonReason.Of(e)})", e);
        }
        catch (InvalidOperationException e)
        {
            throw new FileFormatException("it has text that is not valid UTF-8; save it as UTF-8", e);
        }
    }

    /// <summary>Reads <c>{"file_name": "1.png", "label": "cat"}</c>.</summary>
    internal static LabelGrid? OfLines(ItemFiles items, string path, byte[] content)
    {
        List<LabelRow> rows = [];
        OrderedDictionary<string, int> columns = [];
        ReadOnlySpan<byte> rest = WithoutMark(content);
        bool hasFiles = false;
        string? known = null,
            named = null;
        for (int line = 1; rest.Length > 0; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> one = (end < 0 ? rest : rest[..end]).Trim(" \t\r"u8);
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (one.Length == 0)
                continue;
            try
            {
                using JsonDocument json = JsonDocument.Parse(one.ToArray());
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                    throw new FileFormatException($"line {line} is not an object");
                JsonProperty[] fields = [.. json.RootElement.EnumerateObject()];
                (int file, int label) = Columns(items, fields);
                hasFiles |= file >= 0;
                if (file >= 0)
                    named ??= fields[file].Name;
                if (label >= 0)
                    known ??= fields[label].Name;
                List<(int, string)> values = [];
                foreach (JsonProperty field in fields)
                {
                    if (!columns.TryGetValue(field.Name, out int number))
                        columns.Add(field.Name, number = columns.Count);
                    if (Filled(field.Value) is string value)
                        values.Add((number, value));
                }

                values.Sort((a, b) => a.Item1.CompareTo(b.Item1));

                if (file >= 0 && Filled(fields[file].Value) is string name)
                    rows.Add(new LabelRow(name, label < 0 ? null : Filled(fields[label].Value), values));
            }
            catch (JsonException e)
            {
                throw new FileFormatException($"line {line} is not JSON ({JsonReason.Of(e, hasLines: false)})", e);
            }
            catch (InvalidOperationException e)
            {
                throw new FileFormatException($"line {line} has text that is not valid UTF-8; save the file as UTF-8", e);
            }
        }

        return hasFiles
            ? new LabelGrid(items, path, [.. columns.Keys], columns[named!], known is null ? -1 : columns[known], rows)
            : null;
    }

    private static List<(string, string?)> Entries(ref Utf8JsonReader reader)
    {
        List<(string, string?)> entries = [];
        if (reader.TokenType == JsonTokenType.StartObject)
            return Pairs(ref reader);
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new FileFormatException("the value of 'labels' is not a list");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
                throw new FileFormatException($"entry {entries.Count + 1} in 'labels' is not a pair of a name and a label");
            string name = reader.GetString()!;
            reader.Read();
            entries.Add((name, reader.TokenType == JsonTokenType.EndArray ? null : Label(ref reader, entries.Count + 1)));
            if (reader.TokenType != JsonTokenType.EndArray || entries[^1].Item2 is not null)
                reader.Read();
            if (reader.TokenType != JsonTokenType.EndArray)
                throw new FileFormatException($"entry {entries.Count} in 'labels' is not a pair of a name and a label");
        }

        return entries;
    }

    /// <summary>Reads <c>{"labels": {"1.png": 3}}</c>.</summary>
    private static List<(string, string?)> Pairs(ref Utf8JsonReader reader)
    {
        List<(string, string?)> entries = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            entries.Add((name, Label(ref reader, entries.Count + 1)));
        }

        return entries;
    }

    private static string? Label(ref Utf8JsonReader reader, int entry)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number:
                return Number(reader.GetDouble());
            case JsonTokenType.StartArray:
                break;
            default:
                throw new FileFormatException($"the label of entry {entry} is neither a number nor a string");
        }

        int count = 0;
        int? chosen = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            double value = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : double.NaN;
            if (value is not (0 or 1) || (value == 1 && chosen is not null))
                throw new FileFormatException(
                    $"the label of entry {entry} is a list of numbers but not one-hot (a single 1, the rest 0), so it names no "
                        + $"class"
                );
            if (value == 1)
                chosen = count;
            count++;
        }

        return chosen?.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Finds the columns of files and of labels; −1 if there is none.</summary>
    private static (int File, int Label) Columns(ItemFiles items, JsonProperty[] fields)
    {
        string[] names = [.. fields.Select(field => LabelColumns.Plain(field.Name))];
        bool Has(int column) => Written(fields[column].Value) is not null;
        return (
            LabelColumns.File(
                items,
                names,
                column => fields[column].Value.ValueKind == JsonValueKind.String ? fields[column].Value.GetString() : null,
                Has
            ),
            LabelColumns.First(LabelColumns.Labels, names, Has)
        );
    }

    private static string? Filled(JsonElement value) => Written(value) is { Length: > 0 } written ? written : null;

    /// <summary>A string, number or Boolean as text; null for any other value.</summary>
    private static string? Written(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.TryGetInt64(out long whole)
                ? whole.ToString(CultureInfo.InvariantCulture)
                : Number(value.GetDouble()),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Null => "",
            _ => null,
        };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static ReadOnlySpan<byte> WithoutMark(byte[] content) =>
        content.AsSpan(content.AsSpan().StartsWith("\ufeff"u8) ? 3 : 0);
}
