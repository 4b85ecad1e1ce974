using System.Runtime.InteropServices;

namespace Figment.Tests;

/// <summary>
/// Writes small ONNX files, without the Python package that usually does. The field numbers are those of onnx.proto
/// (github.com/onnx/onnx); opset 17.
/// </summary>
internal sealed class OnnxFile
{
    private const int Float = 1,
        Int64 = 7;
    private readonly ProtobufWriter graph = new ProtobufWriter().Text(2, "graph");
    private readonly ProtobufWriter metadata = new();

    /// <summary>An input; −1 for a size that is not fixed.</summary>
    public OnnxFile Input(string name, params long[] shape) => Port(11, name, Float, shape);

    /// <summary>An input of int64.</summary>
    public OnnxFile IntegerInput(string name, params long[] shape) => Port(11, name, Int64, shape);

    /// <summary>An output; −1 for a size that is not fixed.</summary>
    public OnnxFile Output(string name, params long[] shape) => Port(12, name, Float, shape);

    /// <summary>An output of int64.</summary>
    public OnnxFile IntegerOutput(string name, params long[] shape) => Port(12, name, Int64, shape);

    /// <summary>A constant.</summary>
    public OnnxFile Weights(string name, long[] shape, float[] values)
    {
        graph.Message(5, Tensor(name, shape).Bytes(9, MemoryMarshal.AsBytes(values.AsSpan()).ToArray()));
        return this;
    }

    /// <summary>A constant whose values are declared to be in another file.</summary>
    public OnnxFile ExternalWeights(string name, long[] shape, string location, long offset = 0)
    {
        ProtobufWriter tensor = Tensor(name, shape).Integer(14, 1);
        foreach (
            (string key, string value) in ((string, string)[])
                [("location", location), ("offset", $"{offset}"), ("length", $"{4 * shape.Aggregate((x, y) => x * y)}")]
        )
            tensor.Message(13, new ProtobufWriter().Text(1, key).Text(2, value));
        graph.Message(5, tensor);
        return this;
    }

    /// <summary>A node with one output.</summary>
    /// <param name="operation">For instance <c>Gemm</c>.</param>
    /// <param name="inputs">Names, divided by spaces.</param>
    /// <param name="output">Its name.</param>
    /// <param name="attributes">Integers, or lists of them.</param>
    public OnnxFile Node(string operation, string inputs, string output, params (string Name, object Value)[] attributes)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs.Split(' '))
            node.Text(1, input);
        node.Text(2, output).Text(3, $"{operation} {output}").Text(4, operation);
        foreach ((string name, object value) in attributes)
        {
            ProtobufWriter attribute = new ProtobufWriter().Text(1, name);
            if (value is int number)
                attribute.Integer(3, number).Integer(20, 2);
            else
                foreach (int item in (int[])value)
                    attribute.Integer(8, item);
            if (value is int[])
                attribute.Integer(20, 7);
            node.Message(5, attribute);
        }

        graph.Message(1, node);
        return this;
    }

    /// <summary>Free text.</summary>
    public OnnxFile Metadata(string key, string value)
    {
        metadata.Message(14, new ProtobufWriter().Text(1, key).Text(2, value));
        return this;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToArray() =>
        [
            .. new ProtobufWriter().Integer(1, 8).Message(7, graph).Message(8, new ProtobufWriter().Integer(2, 17)).ToArray(),
            .. metadata.ToArray(),
        ];

    private static ProtobufWriter Tensor(string name, long[] shape)
    {
        ProtobufWriter tensor = new();
        foreach (long size in shape)
            tensor.Integer(1, size);
        return tensor.Integer(2, Float).Text(8, name);
    }

    private OnnxFile Port(int field, string name, int type, long[] shape)
    {
        ProtobufWriter sizes = new();
        foreach ((int i, long size) in shape.Index())
            sizes.Message(1, size < 0 ? new ProtobufWriter().Text(2, $"{name}{i}") : new ProtobufWriter().Integer(1, size));
        graph.Message(
            field,
            new ProtobufWriter()
                .Text(1, name)
                .Message(2, new ProtobufWriter().Message(1, new ProtobufWriter().Integer(1, type).Message(2, sizes)))
        );
        return this;
    }
}
