using System.Buffers.Binary;
using System.Text;
using System.Text.Json.Nodes;

namespace Figment.Tests.Formats;

/// <summary>
/// A reader made from the format's description alone: 8 bytes N, unsigned little-endian; N bytes of JSON that begin with
/// '{' and may end in spaces; the values, addressed from the end of the header, row-major, little-endian, without holes.
/// </summary>
internal static class SafeTensorsSpecification
{
    internal sealed record Entry(string Type, long[] Shape, byte[] Bytes);

    internal static (Dictionary<string, Entry> Entries, Dictionary<string, string> Metadata, int DataStart) Read(byte[] file)
    {
        int length = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        Assert.Equal((byte)'{', file[8]);
        byte[] data = file[(8 + length)..];
        JsonObject header = JsonNode.Parse(Encoding.UTF8.GetString(file, 8, length).TrimEnd(' '))!.AsObject();

        Dictionary<string, Entry> entries = [];
        Dictionary<string, string> metadata = [];
        int filled = 0;
        foreach ((string name, JsonNode? node) in header)
        {
            if (name == "__metadata__")
            {
                foreach ((string key, JsonNode? value) in node!.AsObject())
                    metadata.Add(key, value!.GetValue<string>());
                continue;
            }

            int begin = node!["data_offsets"]![0]!.GetValue<int>(),
                end = node["data_offsets"]![1]!.GetValue<int>();
            Assert.Equal(filled, begin); // Figment writes them in the order of the header
            filled = end;
            entries.Add(
                name,
                new Entry(
                    node["dtype"]!.GetValue<string>(),
                    [.. node["shape"]!.AsArray().Select(size => size!.GetValue<long>())],
                    data[begin..end]
                )
            );
        }

        Assert.Equal(data.Length, filled);
        return (entries, metadata, 8 + length);
    }

    /// <summary>A file with any header and any values.</summary>
    internal static byte[] Build(string header, int valueBytes = 0, long? announcedLength = null)
    {
        byte[] json = Encoding.UTF8.GetBytes(header),
            length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, announcedLength ?? json.Length);
        return [.. length, .. json, .. new byte[valueBytes]];
    }
}
