using System.Globalization;
using Figment.Formats.Onnx;
using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>
/// Builds a network as an ONNX file, node by node. Inputs and outputs are float32, except labels, which are int64; between them,
/// layers compute in <see cref="Precision"/>.
/// </summary>
/// <remarks>The operators are those of opset 17, so every version of ONNX Runtime since 1.12 (2022) can run the file.</remarks>
public sealed class OnnxGraph
{
    /// <summary>The version of ONNX's operators.</summary>
    internal const int Opset = 17;

    /// <summary>The name of the first dimension of every input and output, which may have any size.</summary>
    internal const string Batch = "batch";

    private const int FormatVersion = 8;
    private readonly GraphProto graph;
    private readonly HashSet<string> constants = [];
    private GraphProto inner; // receives new nodes: the graph, or the body of a loop
    private int nodes;

    /// <summary>Creates an empty graph.</summary>
    /// <param name="name">The name of the graph, for instance <c>generator</c>.</param>
    /// <param name="precision">The type of weights and computations, float32 or float16.</param>
    /// <exception cref="ArgumentException">The precision is another type.</exception>
    internal OnnxGraph(string name, ScalarType precision = ScalarType.Float32)
    {
        if (precision is not (ScalarType.Float32 or ScalarType.Float16))
            throw new ArgumentException("ONNX files can be written only in float32 or float16.", nameof(precision));
        Precision = precision;
        inner = graph = new GraphProto { Name = name };
    }

    /// <summary>The type in which weights are stored and layers compute.</summary>
    internal ScalarType Precision { get; }

    /// <summary>The names of the inputs, in the order in which they were added.</summary>
    internal IReadOnlyList<string> Inputs => [.. graph.Input.Select(input => input.Name)];

    /// <summary>The names of the outputs.</summary>
    internal IReadOnlyList<string> Outputs => [.. graph.Output.Select(output => output.Name)];

    /// <summary>Adds a float32 input.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="shape">The shape of one element of the batch.</param>
    public OnnxValue Input(string name, params IReadOnlyList<long> shape) => InputOf(name, ScalarType.Float32, OfBatch(shape));

    /// <summary>Adds an input of one int64 number per element of the batch.</summary>
    /// <param name="name">The name of the input.</param>
    public OnnxValue IndexInput(string name) => InputOf(name, ScalarType.Int64, OfBatch([]));

    /// <summary>Adds an input of any shape.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="type">The type, float32 or int64.</param>
    /// <param name="shape">All sizes.</param>
    internal OnnxValue InputOf(string name, ScalarType type, params IReadOnlyList<OnnxSize> shape)
    {
        graph.Input.Add(OnnxWords.Describe(name, type, shape));
        return new OnnxValue(name, type);
    }

    /// <summary>Declares a float32 value as an output.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the output.</param>
    /// <param name="shape">The shape of one element of the batch.</param>
    public void Output(OnnxValue value, string name, params IReadOnlyList<long> shape) => OutputOf(value, name, OfBatch(shape));

    /// <summary>Declares a float32 value as an output.</summary>
    /// <param name="value">The value.</param>
    /// <param name="name">The name of the output.</param>
    /// <param name="shape">All sizes.</param>
    internal void OutputOf(OnnxValue value, string name, params IReadOnlyList<OnnxSize> shape)
    {
        ArgumentNullException.ThrowIfNull(value);
        NodeProto node = new() { OpType = "Identity", Name = $"Identity {name}" };
        node.Input.Add(value.Name);
        node.Output.Add(name);
        graph.Node.Add(node);
        graph.Output.Add(OnnxWords.Describe(name, ScalarType.Float32, shape));
    }

    /// <summary>
    /// Adds a tensor of the network in the graph's precision; if a name is repeated, it refers to the tensor already added.
    /// </summary>
    /// <param name="name">The name, as in a state_dict.</param>
    /// <param name="value">The tensor, of any float type and on any device.</param>
    /// <exception cref="FigmentException">A number is too large for float16.</exception>
    public OnnxValue Weights(string name, Tensor value) => Keep(name, value, Precision);

    /// <summary>Adds a float32 constant, whatever the precision.</summary>
    /// <param name="name">The name; a repeated name means the same tensor.</param>
    /// <param name="value">The tensor.</param>
    internal OnnxValue Constant(string name, Tensor value) => Keep(name, value, ScalarType.Float32);

    /// <summary>Adds a constant in the graph's precision.</summary>
    /// <param name="value">The number, which becomes a tensor without dimensions.</param>
    public OnnxValue Number(double value) => Number(value, Precision);

    /// <summary>Adds a constant of a given type.</summary>
    /// <inheritdoc cref="Number(double)"/>
    internal OnnxValue Number(double value, ScalarType type)
    {
        using Tensor number = tensor((float)value);
        return Keep(string.Create(CultureInfo.InvariantCulture, $"number {type} {value:R}"), number, type);
    }

    /// <summary>Adds a constant list of int64, for instance a shape.</summary>
    /// <param name="values">The numbers.</param>
    public OnnxValue Integers(params IReadOnlyList<long> values)
    {
        using Tensor list = tensor(values.ToArray());
        return Keep($"integers [{string.Join(", ", values)}]", list, ScalarType.Int64);
    }

    /// <summary>Adds a node with one output, which has the type of the node's first input.</summary>
    /// <param name="operation">The operator, for instance <c>Gemm</c>.</param>
    /// <param name="inputs">The inputs; null omits an optional input.</param>
    /// <param name="attributes">The attributes; each is a long, a double, a string, or a list of long.</param>
    public OnnxValue Node(
        string operation,
        IReadOnlyList<OnnxValue?> inputs,
        params IReadOnlyList<(string Name, object Value)> attributes
    ) => Nodes(operation, 1, inputs, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    /// <param name="operation">The operator, for instance <c>Split</c>.</param>
    /// <param name="outputs">The number of outputs.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="attributes">The attributes; each is a long, a double, a string, or a list of long.</param>
    public OnnxValue[] Nodes(
        string operation,
        int outputs,
        IReadOnlyList<OnnxValue?> inputs,
        params IReadOnlyList<(string Name, object Value)> attributes
    )
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(attributes);
        (string number, ScalarType type) = (nodes++.ToString(CultureInfo.InvariantCulture), inputs[0]!.Type);
        NodeProto node = new() { OpType = operation, Name = $"{operation} {number}" };
        node.Input.AddRange(inputs.Select(input => input?.Name ?? ""));
        OnnxValue[] made = [.. Enumerable.Range(0, outputs).Select(i => new OnnxValue($"{operation}.{number}.{i}", type))];
        node.Output.AddRange(made.Select(value => value.Name));
        node.Attribute.AddRange(attributes.Select(attribute => OnnxWords.Attribute(attribute.Name, attribute.Value)));
        inner.Node.Add(node);
        return made;
    }

    /// <summary>Adds a loop.</summary>
    /// <param name="count">The number of iterations.</param>
    /// <param name="state">The initial state.</param>
    /// <param name="body">
    /// Adds the nodes of the body, once: receives the state before an iteration and returns the state after it.
    /// </param>
    /// <returns>The final state.</returns>
    internal OnnxValue[] Repeat(
        int count,
        IReadOnlyList<OnnxValue> state,
        Func<IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>> body
    )
    {
        string number = nodes++.ToString(CultureInfo.InvariantCulture);
        GraphProto outer = inner;
        OnnxValue turn = new($"turn.{number}", ScalarType.Int64),
            goesOn = new($"goes on.{number}", ScalarType.Bool);
        OnnxValue[] given = [.. state.Select((value, i) => new OnnxValue($"state.{number}.{i}", value.Type))];
        inner = new GraphProto { Name = $"body {number}" };
        inner.Input.AddRange([
            OnnxWords.Describe(turn.Name, turn.Type, []),
            OnnxWords.Describe(goesOn.Name, goesOn.Type, []),
            .. given.Select(OnnxWords.Describe),
        ]);
        IReadOnlyList<OnnxValue> after = body(given);
        foreach (OnnxValue value in (OnnxValue[])[goesOn, .. after])
            inner.Output.Add(OnnxWords.Describe(Node("Identity", [value])));
        GraphProto made = inner;
        inner = outer;
        OnnxValue[] ends = Nodes("Loop", state.Count, [Integers(count), null, .. state], ("body", made));
        return [.. ends.Zip(state, (end, value) => new OnnxValue(end.Name, value.Type))];
    }

    /// <summary>Casts float32 to the graph's precision.</summary>
    public OnnxValue ToPrecision(OnnxValue value) => Cast(value, Precision);

    /// <summary>Casts the graph's precision to float32.</summary>
    public OnnxValue ToFloat32(OnnxValue value) => Cast(value, ScalarType.Float32);

    /// <summary>Creates a float32 row for each index, with 1 at the index and 0 elsewhere.</summary>
    /// <param name="indices">The indices, [batch], int64.</param>
    /// <param name="count">The length of a row.</param>
    internal OnnxValue OneHot(OnnxValue indices, long count)
    {
        using Tensor values = tensor(new float[] { 0, 1 });
        OnnxValue rows = Node("OneHot", [indices, Integers(count), Constant("off and on", values)], ("axis", -1L));
        return new OnnxValue(rows.Name, ScalarType.Float32);
    }

    /// <summary>Returns the whole file.</summary>
    /// <param name="metadata">Text to store with the graph.</param>
    /// <param name="description">A description of the graph in a sentence or two.</param>
    /// <param name="producerVersion">The version of Figment that writes the file.</param>
    internal byte[] ToArray(IReadOnlyDictionary<string, string> metadata, string description, string producerVersion)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        ModelProto model = new()
        {
            IrVersion = FormatVersion,
            ProducerName = "Figment",
            ProducerVersion = producerVersion,
            ModelVersion = 1,
            DocString = description,
            Graph = graph,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        model.MetadataProps.AddRange(
            metadata.Select(entry => new StringStringEntryProto { Key = entry.Key, Value = entry.Value })
        );
        return model.ToByteArray();
    }

    /// <summary>Converts a tensor to another type, on the CPU.</summary>
    /// <exception cref="FigmentException">A number is too large for float16.</exception>
    internal static Tensor Converted(string name, Tensor value, ScalarType type)
    {
        Tensor converted = value.detach().cpu().to(type);
        return type != ScalarType.Float16 || converted.isfinite().all().item<bool>()
            ? converted
            : throw new FigmentException(
                $"'{name}' holds numbers that float16 cannot represent (its largest is 65504). Export in fp32."
            );
    }

    private static OnnxSize[] OfBatch(IReadOnlyList<long> shape) => [Batch, .. shape];

    private OnnxValue Cast(OnnxValue value, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Type == type ? value : new OnnxValue(Node("Cast", [value], ("to", (long)OnnxWords.Code(type))).Name, type);
    }

    private OnnxValue Keep(string name, Tensor value, ScalarType type)
    {
        ArgumentNullException.ThrowIfNull(value);
        OnnxValue constant = new(name, type);
        if (!constants.Add(name))
            return constant;
        using DisposeScope scope = NewDisposeScope();
        Tensor kept = Converted(name, value, type).contiguous();
        TensorProto tensor = new()
        {
            Name = name,
            DataType = (int)OnnxWords.Code(type),
            RawData = ByteString.CopyFrom(kept.bytes),
        };
        tensor.Dims.AddRange(kept.shape);
        graph.Initializer.Add(tensor);
        return constant;
    }
}
