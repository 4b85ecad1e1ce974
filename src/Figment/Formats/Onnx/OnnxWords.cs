using Figment.Formats.Onnx;
using Google.Protobuf;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>The descriptions of values and nodes in ONNX files.</summary>
internal static class OnnxWords
{
    /// <summary>Describes an input or output.</summary>
    internal static ValueInfoProto Describe(string name, ScalarType type, IEnumerable<OnnxSize> shape)
    {
        TensorShapeProto sizes = new();
        sizes.Dim.AddRange(
            shape.Select(size =>
                size.Number is long number
                    ? new TensorShapeProto.Types.Dimension { DimValue = number }
                    : new TensorShapeProto.Types.Dimension { DimParam = size.Name }
            )
        );
        TypeProto.Types.Tensor tensor = new() { ElemType = (int)Code(type), Shape = sizes };
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto { TensorType = tensor },
        };
    }

    /// <summary>Describes a value in a graph inside another graph, with its shape left open.</summary>
    internal static ValueInfoProto Describe(OnnxValue value) =>
        new()
        {
            Name = value.Name,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)Code(value.Type) } },
        };

    /// <summary>Creates an attribute of a node.</summary>
    /// <param name="name">The name of the attribute.</param>
    /// <param name="value">A long, a double, a string, a list of long, or a graph.</param>
    internal static AttributeProto Attribute(string name, object value)
    {
        AttributeProto attribute = new() { Name = name };
        switch (value)
        {
            case long number:
                (attribute.I, attribute.Type) = (number, AttributeProto.Types.AttributeType.Int);
                break;
            case double number:
                (attribute.F, attribute.Type) = ((float)number, AttributeProto.Types.AttributeType.Float);
                break;
            case string text:
                (attribute.S, attribute.Type) = (ByteString.CopyFromUtf8(text), AttributeProto.Types.AttributeType.String);
                break;
            case IEnumerable<long> list:
                attribute.Ints.AddRange(list);
                attribute.Type = AttributeProto.Types.AttributeType.Ints;
                break;
            case GraphProto graph:
                (attribute.G, attribute.Type) = (graph, AttributeProto.Types.AttributeType.Graph);
                break;
            default:
                throw new ArgumentException(
                    $"An attribute must be of type long, double, string or list of longs, but '{name}' is "
                        + $"{value.GetType().Name}.",
                    nameof(value)
                );
        }

        return attribute;
    }

    /// <summary>ONNX's number for a type.</summary>
    internal static TensorProto.Types.DataType Code(ScalarType type) =>
        type switch
        {
            ScalarType.Float32 => TensorProto.Types.DataType.Float,
            ScalarType.Float16 => TensorProto.Types.DataType.Float16,
            ScalarType.Bool => TensorProto.Types.DataType.Bool,
            _ => TensorProto.Types.DataType.Int64,
        };
}
