using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Type">The type of its values.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Begin">The position of the first value, in bytes from the beginning of the file.</param>
/// <param name="End">The position after the last value.</param>
internal readonly record struct SafeTensorsEntry(string Name, ScalarType Type, long[] Shape, long Begin, long End);

/// <summary>The tensors of a safetensors file with their positions, and its metadata.</summary>
internal sealed record SafeTensorsLayout(IReadOnlyList<SafeTensorsEntry> Entries, IReadOnlyDictionary<string, string> Metadata);

/// <summary>
/// Reads and writes the header of safetensors files: what they contain and where. The reader treats the file as hostile.
/// </summary>
internal static class SafeTensorsHeader
{
    private const int MaxHeaderLength = 16 * 1024 * 1024,
        MostOfName = 200;

    private static readonly (string Name, ScalarType Type, int Size)[] Types =
    [
        ("F64", ScalarType.Float64, 8),
        ("F32", ScalarType.Float32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("I64", ScalarType.Int64, 8),
        ("I32", ScalarType.Int32, 4),
        ("I16", ScalarType.Int16, 2),
        ("I8", ScalarType.Int8, 1),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    /// <summary>Reads the header, without any values.</summary>
    /// <param name="stream">A seekable stream at its beginning.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <exception cref="FileFormatException">
    /// The content is invalid, as for <see cref="SafeTensorsFile.Read(string)"/>.
    /// </exception>
    internal static SafeTensorsLayout Read(Stream stream, string name)
    {
        Span<byte> prefix = stackalloc byte[8];
        if (stream.ReadAtLeast(prefix, 8, throwOnEndOfStream: false) < 8)
            throw new FileFormatException($"{name} is not a safetensors file: it is shorter than 8 bytes.");
        ulong headerLength = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        if (headerLength is < 2 or > MaxHeaderLength || (long)headerLength > stream.Length - 8)
            throw NotOne(name, $"its header would be {headerLength:N0} bytes long");

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        Dictionary<string, string> metadata = [];
        List<SafeTensorsEntry> entries = ReadEntries(header, name, metadata);

        // The values must fill the rest of the file exactly, without holes or overlaps.
        long position = 0;
        foreach (SafeTensorsEntry entry in entries.OrderBy(entry => entry.Begin).ThenBy(entry => entry.End))
        {
            if (entry.Begin != position)
            {
                throw new FileFormatException(
                    $"{name} is damaged: the values of '{Short(entry.Name)}' begin at {entry.Begin:N0}, not at {position:N0}."
                );
            }

            position = entry.End;
        }

        if (position != stream.Length - 8 - header.Length)
        {
            throw new FileFormatException(
                $"{name} is damaged: its header declares {position:N0} bytes of values, but the file has "
                    + $"{stream.Length - 8 - header.Length:N0}."
            );
        }

        long start = 8 + header.Length;
        return new SafeTensorsLayout(
            [.. entries.Select(entry => entry with { Begin = start + entry.Begin, End = start + entry.End })],
            metadata
        );
    }

    /// <summary>
    /// Creates the header of a file, padded with spaces so that the values begin at a multiple of the alignment.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A name is used twice or is reserved by the format, or the format does not support a tensor's type.
    /// </exception>
    internal static byte[] Of(
        IReadOnlyList<(string Name, ScalarType Type, long[] Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata,
        int alignment
    )
    {
        HashSet<string> names = ["__metadata__"];
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                    json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, ScalarType type, long[] shape) in tensors)
            {
                if (!names.Add(name))
                {
                    throw new ArgumentException(
                        $"'{name}' cannot name a tensor: it is used twice, or the format reserves it.",
                        nameof(tensors)
                    );
                }

                (string? typeName, _, int size) = Types.FirstOrDefault(known => known.Type == type);
                if (typeName is null)
                {
                    throw new ArgumentException(
                        $"'{name}' holds {type}, a type that cannot be written to a safetensors file here.",
                        nameof(tensors)
                    );
                }

                json.WriteStartObject(name);
                json.WriteString("dtype", typeName);
                json.WriteStartArray("shape");
                foreach (long dimension in shape)
                    json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += shape.Aggregate((long)size, (product, dimension) => product * dimension));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while ((8 + buffer.Length) % alignment != 0)
            buffer.WriteByte((byte)' '); // readers ignore spaces
        return buffer.ToArray();
    }

    /// <summary>Writes the length of the header and the header itself.</summary>
    internal static void Write(Stream stream, byte[] header)
    {
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
    }

    private static List<SafeTensorsEntry> ReadEntries(byte[] header, string name, Dictionary<string, string> metadata)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 8 });
            List<SafeTensorsEntry> entries = [];
            HashSet<string> seen = [];
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                if (!seen.Add(property.Name))
                    throw new FileFormatException($"{name} is damaged: '{Short(property.Name)}' is in its header twice.");
                if (property.Name == "__metadata__")
                {
                    foreach (JsonProperty text in property.Value.EnumerateObject())
                        metadata[text.Name] = text.Value.GetString() ?? "";
                    continue;
                }

                entries.Add(ReadEntry(property, name));
            }

            return entries;
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw NotOne(name, $"its header cannot be read ({JsonReason.Of(e, hasLines: false)})", e);
        }
    }

    private static SafeTensorsEntry ReadEntry(JsonProperty property, string file)
    {
        string typeName = property.Value.GetProperty("dtype").GetString() ?? "";
        (string _, ScalarType type, int size) = Types.FirstOrDefault(candidate => candidate.Name == typeName);
        if (size == 0)
            throw new FileFormatException(
                $"{file} holds '{Short(property.Name)}' as {Short(typeName)}, a type that is not supported."
            );

        long[] shape = [.. property.Value.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt64())];
        long[] offsets = [.. property.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];

        // The sizes next to a size of 0 must also fit, because libtorch multiplies them to compute the strides.
        long length = shape
            .Where(dimension => dimension > 0)
            .Aggregate((long)size, (product, dimension) => checked(product * dimension));
        if (shape.Contains(0))
            length = 0;
        if (
            offsets is not [long begin, long end]
            || begin < 0
            || end < begin
            || shape.Any(dimension => dimension < 0)
            || length != end - begin
        )
        {
            throw new FileFormatException(
                $"{file} is damaged: the shape and the position of '{Short(property.Name)}' do not agree."
            );
        }

        return new SafeTensorsEntry(property.Name, type, shape, begin, end);
    }

    /// <summary>Shortens a name, which a hostile file may make arbitrarily long.</summary>
    private static string Short(string name) => name.Length <= MostOfName ? name : $"{name[..MostOfName]}…";

    private static FileFormatException NotOne(string name, OptionSentence why, Exception? e = null) =>
        new($"{name} is not a safetensors file, or it is damaged: {why}.", e);
}
