using System.Globalization;
using System.Text;
using Google.Protobuf;

namespace Figment.Tests.Recordings;

/// <summary>The graph of an ONNX file as text; the numbers of fields are those of onnx.proto (github.com/onnx/onnx).</summary>
internal static class OnnxOutline
{
    /// <summary>What goes in and out, the constants with their shapes, the operators in order with their attributes.</summary>
    internal static string Of(string path)
    {
        Message model = new(File.ReadAllBytes(path)),
            graph = model.Messages(7).Single();
        List<string> lines = [$"ir {model.Integer(1)}, producer {model.Text(2)}"];
        lines.AddRange(model.Messages(8).Select(set => $"operators {set.Text(1)} {set.Integer(2)}"));
        lines.AddRange(model.Messages(14).Select(entry => $"text {entry.Text(1)}"));
        lines.AddRange(graph.Messages(11).Select(port => $"input {Port(port)}"));
        lines.AddRange(graph.Messages(12).Select(port => $"output {Port(port)}"));
        lines.AddRange(
            graph
                .Messages(5)
                .Select(tensor =>
                    $"constant {tensor.Text(8)} {Type(tensor.Integer(2))} [{string.Join(", ", tensor.Integers(1))}]"
                )
        );
        lines.AddRange(graph.Messages(1).Select(Node));
        return string.Join('\n', lines);
    }

    private static string Port(Message port)
    {
        Message tensor = port.Messages(2).Single().Messages(1).Single();
        IEnumerable<string> sizes = tensor
            .Messages(2)
            .SelectMany(shape => shape.Messages(1))
            .Select(size => size.Has(2) ? size.Text(2) : size.Integer(1).ToString(CultureInfo.InvariantCulture));
        return $"{port.Text(1)} {Type(tensor.Integer(1))} [{string.Join(", ", sizes)}]";
    }

    private static string Node(Message node) =>
        $"{node.Text(4)} {node.Count(1)} → {node.Count(2)} {string.Join(' ', node.Messages(5).Select(Attribute))}".TrimEnd();

    private static string Attribute(Message attribute)
    {
        string value = attribute.Integer(20) switch
        {
            1 => attribute.Real(2).ToString("R", CultureInfo.InvariantCulture),
            2 => attribute.Integer(3).ToString(CultureInfo.InvariantCulture),
            3 => attribute.Text(4),
            7 => string.Join(',', attribute.Integers(8)),
            long kind => $"(kind {kind})",
        };
        return $"{attribute.Text(1)}={value}";
    }

    private static string Type(long type) =>
        type switch
        {
            1 => "float32",
            7 => "int64",
            9 => "truth",
            10 => "float16",
            _ => $"type {type}",
        };

    /// <summary>A message whose fields were read but not understood.</summary>
    private sealed class Message
    {
        private readonly List<(int Field, object Value)> fields = [];

        internal Message(byte[] bytes)
        {
            CodedInputStream input = new(bytes);
            while (input.ReadTag() is uint tag and not 0)
            {
                fields.Add(
                    (
                        WireFormat.GetTagFieldNumber(tag),
                        WireFormat.GetTagWireType(tag) switch
                        {
                            WireFormat.WireType.Varint => input.ReadInt64(),
                            WireFormat.WireType.Fixed32 => input.ReadFloat(),
                            WireFormat.WireType.Fixed64 => input.ReadDouble(),
                            _ => input.ReadBytes().ToByteArray(),
                        }
                    )
                );
            }
        }

        internal bool Has(int field) => Count(field) > 0;

        internal int Count(int field) => fields.Count(entry => entry.Field == field);

        internal long Integer(int field) => Of(field).OfType<long>().LastOrDefault();

        internal float Real(int field) => Of(field).OfType<float>().LastOrDefault();

        internal string Text(int field) => Encoding.UTF8.GetString(Of(field).OfType<byte[]>().LastOrDefault() ?? []);

        internal IEnumerable<Message> Messages(int field) => Of(field).OfType<byte[]>().Select(bytes => new Message(bytes));

        /// <summary>A list of integers, one by one or packed.</summary>
        internal IEnumerable<long> Integers(int field) =>
            Of(field).SelectMany(value => value is long one ? [one] : Packed((byte[])value));

        private IEnumerable<object> Of(int field) => fields.Where(entry => entry.Field == field).Select(entry => entry.Value);

        private static List<long> Packed(byte[] bytes)
        {
            List<long> values = [];
            CodedInputStream input = new(bytes);
            while (!input.IsAtEnd)
                values.Add(input.ReadInt64());
            return values;
        }
    }
}
