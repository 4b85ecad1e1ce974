using System.Buffers.Binary;
using System.Text.Json;

namespace Figment.Tests.Recordings;

/// <summary>What a safetensors file holds, by its header: names, types and shapes of tensors, and the keys of its text.</summary>
internal static class SafeTensorsOutline
{
    private const string Text = "__metadata__";

    /// <summary>The keys of the metadata, with the outline of any JSON; then the tensors in the order of the file.</summary>
    internal static string Of(string path)
    {
        using JsonDocument header = Header(path);
        List<string> lines = [];
        if (header.RootElement.TryGetProperty(Text, out JsonElement metadata))
        {
            foreach (JsonProperty entry in metadata.EnumerateObject())
            {
                string value = entry.Value.GetString()!;
                lines.Add($"text {entry.Name}");
                if (value.StartsWith('{'))
                    lines.AddRange(JsonOutline.Of(value).Split('\n').Select(line => $"  {line}"));
            }
        }

        lines.AddRange(
            header
                .RootElement.EnumerateObject()
                .Where(entry => entry.Name != Text)
                .OrderBy(entry => entry.Value.GetProperty("data_offsets")[0].GetInt64())
                .Select(entry => (entry.Name, Type: entry.Value.GetProperty("dtype"), Shape: entry.Value.GetProperty("shape")))
                .Select(entry => $"{entry.Name} {entry.Type.GetString()} {entry.Shape.GetRawText()}")
        );
        return string.Join('\n', lines);
    }

    private static JsonDocument Header(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] length = new byte[8];
        stream.ReadExactly(length);
        byte[] json = new byte[BinaryPrimitives.ReadInt64LittleEndian(length)];
        stream.ReadExactly(json);
        return JsonDocument.Parse(json);
    }
}
