using System.Text;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>A tensor of a GGUF file.</summary>
/// <param name="Name">The name of the tensor.</param>
/// <param name="Value">The values, of any float type and on any device.</param>
/// <param name="Type">The type of the stored values.</param>
internal readonly record struct GgufTensor(string Name, Tensor Value, GgufType Type);

/// <summary>
/// Writes GGUF, the format of llama.cpp: named metadata, a table of tensors, and their values, with one tensor in memory at a
/// time.
/// </summary>
/// <remarks>Format: version 3 of the document "GGUF" (docs/gguf.md) of the project ggml. All numbers are little-endian.</remarks>
internal static class GgufFile
{
    private const uint Version = 3;
    private const int Alignment = 32;

    /// <summary>Writes a file. An existing file is replaced only after the new one is complete.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="facts">
    /// The metadata; each value is a uint, an int, a float, a bool, a string, or a list of strings or ints.
    /// </param>
    /// <param name="tensors">The tensors, in order.</param>
    /// <exception cref="FigmentException">A number is too large for its type.</exception>
    internal static void Write(string path, IReadOnlyList<(string Key, object Value)> facts, IReadOnlyList<GgufTensor> tensors) =>
        AtomicFile.Write(path, stream => Write(stream, facts, tensors));

    private static void Write(Stream stream, IReadOnlyList<(string Key, object Value)> facts, IReadOnlyList<GgufTensor> tensors)
    {
        using BinaryWriter writer = new(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write("GGUF"u8);
        writer.Write(Version);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)facts.Count);
        foreach ((string key, object value) in facts)
        {
            Text(writer, key);
            Fact(writer, value);
        }

        ulong offset = 0;
        foreach (GgufTensor tensor in tensors)
        {
            Text(writer, tensor.Name);
            writer.Write((uint)tensor.Value.dim());
            foreach (long size in tensor.Value.shape.Reverse())
                writer.Write((ulong)size); // the fastest dimension first
            writer.Write((uint)tensor.Type);
            writer.Write(offset);
            offset += (ulong)Padded(GgufValues.BytesOf(tensor.Value, tensor.Type));
        }

        Pad(writer);
        foreach (GgufTensor tensor in tensors)
        {
            GgufValues.Write(writer, tensor);
            Pad(writer);
        }
    }

    private static void Fact(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case IReadOnlyList<string> texts:
                List(writer, Kind.String, texts.Count);
                foreach (string text in texts)
                    Text(writer, text);
                break;
            case IReadOnlyList<int> numbers:
                List(writer, Kind.Int32, numbers.Count);
                foreach (int number in numbers)
                    writer.Write(number);
                break;
            case uint number:
                writer.Write((uint)Kind.UInt32);
                writer.Write(number);
                break;
            case int number:
                writer.Write((uint)Kind.Int32);
                writer.Write(number);
                break;
            case float number:
                writer.Write((uint)Kind.Float32);
                writer.Write(number);
                break;
            case bool flag:
                writer.Write((uint)Kind.Bool);
                writer.Write(flag);
                break;
            case string text:
                writer.Write((uint)Kind.String);
                Text(writer, text);
                break;
            default:
                throw new ArgumentException(
                    $"A metadata value of a GGUF file cannot be a {value.GetType().Name}.",
                    nameof(value)
                );
        }
    }

    private static void List(BinaryWriter writer, Kind of, int count)
    {
        writer.Write((uint)Kind.Array);
        writer.Write((uint)of);
        writer.Write((ulong)count);
    }

    private static void Text(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        writer.Flush();
        long position = writer.BaseStream.Position;
        writer.Write(new byte[Padded(position) - position]);
    }

    private enum Kind : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Bool = 7,
        String = 8,
        Array = 9,
    }
}
