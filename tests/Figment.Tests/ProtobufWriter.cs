using System.Text;
using Google.Protobuf;

namespace Figment.Tests;

/// <summary>Writes a protobuf message field by field, by number: enough for formats that do not need generated code.</summary>
internal sealed class ProtobufWriter
{
    private readonly List<byte> written = [];

    /// <summary>A varint.</summary>
    public ProtobufWriter Integer(int field, long value) =>
        Write(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    /// <summary>A float.</summary>
    public ProtobufWriter Real(int field, float value) =>
        Write(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    /// <summary>Text.</summary>
    public ProtobufWriter Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    /// <summary>A message within.</summary>
    public ProtobufWriter Message(int field, ProtobufWriter value) => Bytes(field, value.ToArray());

    /// <summary>Bytes.</summary>
    public ProtobufWriter Bytes(int field, byte[] value) =>
        Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(value)));

    /// <summary>What was written.</summary>
    public byte[] ToArray() => [.. written];

    private ProtobufWriter Write(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using MemoryStream stream = new();
        using (CodedOutputStream output = new(stream, leaveOpen: true))
        {
            output.WriteTag(field, type);
            write(output);
        }

        written.AddRange(stream.ToArray());
        return this;
    }
}
