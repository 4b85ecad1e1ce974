using System.Globalization;
using Figment.Formats;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>Adds operations to a graph as nodes.</summary>
/// <param name="graph">The graph to add nodes to.</param>
/// <param name="layers">The layers that can be called, with their names relative to <paramref name="path"/>.</param>
/// <param name="path">The prefix for the names of weights and constants: the network's path and a dot, or empty.</param>
internal sealed class OnnxOperations(OnnxGraph graph, IEnumerable<(string Name, Module Module)> layers, string path = "")
    : IOperations<OnnxValue>
{
    public OnnxValue Layer(Module layer, params IReadOnlyList<OnnxValue?> inputs) =>
        graph.Add(layer, PathOf(layer), [.. inputs.OfType<OnnxValue>()]);

    public OnnxValue Rows(Linear layer, OnnxValue x, OnnxValue? shape = null)
    {
        if (shape is not null)
            x = Reshape(x, 0, -1, layer.in_features);
        string name = PathOf(layer);
        using Tensor transposed = layer.weight!.t();
        OnnxValue rows = graph.Node("MatMul", [x, graph.Weights($"{name}.weight.T", transposed)]);
        if (layer.bias is not null)
            rows = Add(rows, graph.Weights($"{name}.bias", layer.bias));
        return shape is null ? rows : graph.Node("Reshape", [rows, graph.Node("Shape", [shape])]);
    }

    public OnnxValue Network(Module network, ScalarType precision, params IReadOnlyList<OnnxValue?> inputs) =>
        Layer(network, [graph.ToPrecision(inputs[0]!), .. inputs.Skip(1)]);

    public OnnxValue InPrecision(OnnxValue x, ScalarType precision) => graph.ToPrecision(x);

    public OnnxValue InFloat32(OnnxValue x) => graph.ToFloat32(x);

    public OnnxValue Constant(string name, OnnxValue beside, Func<Device, Tensor> value)
    {
        using DisposeScope scope = NewDisposeScope();
        return graph.Constant($"{path}{name}", value(CPU));
    }

    public OnnxValue Time(double t, OnnxValue batch)
    {
        using Tensor time = tensor(new[] { (float)t });
        return graph.Constant(string.Create(CultureInfo.InvariantCulture, $"t {t:R}"), time);
    }

    public OnnxValue OneHot(OnnxValue indices, long count, OnnxValue like)
    {
        OnnxValue rows = graph.OneHot(indices, count);
        return like.Type == ScalarType.Float32 ? rows : graph.ToPrecision(rows);
    }

    public OnnxValue Lookup(Embedding table, OnnxValue indices) => Layer(table, indices);

    public OnnxValue Pick(OnnxValue indices, string name, Func<Device, Tensor> table, OnnxValue like)
    {
        OnnxValue rows = graph.Node("Gather", [Constant(name, indices, table), indices], ("axis", 0L));
        return like.Type == ScalarType.Float32 ? rows : graph.ToPrecision(rows);
    }

    public OnnxValue AllSame(OnnxValue indices, long number) => Add(Multiply(indices, graph.Integers(0)), graph.Integers(number));

    public OnnxValue Add(OnnxValue a, OnnxValue b) => graph.Node("Add", [a, b]);

    public OnnxValue Add(OnnxValue x, double number) => Add(x, graph.Number(number, x.Type));

    public OnnxValue Subtract(OnnxValue x, double number) => graph.Node("Sub", [x, graph.Number(number, x.Type)]);

    public OnnxValue Multiply(OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);

    public OnnxValue Multiply(OnnxValue x, double number) => Multiply(x, graph.Number(number, x.Type));

    public OnnxValue Divide(OnnxValue a, OnnxValue b) => graph.Node("Div", [a, b]);

    public OnnxValue AddProduct(OnnxValue x, OnnxValue a, OnnxValue b) => Add(x, Multiply(a, b));

    public OnnxValue Between(OnnxValue a, OnnxValue b, double share) => Add(a, Multiply(graph.Node("Sub", [b, a]), share));

    public OnnxValue Sigmoid(OnnxValue x) => graph.Node("Sigmoid", [x]);

    public OnnxValue Silu(OnnxValue x) => graph.Silu(x);

    public OnnxValue NormSilu(GroupNorm norm, OnnxValue x, OnnxValue? scaleShift = null)
    {
        if (scaleShift is null)
            return Silu(Layer(norm, x));
        OnnxValue[] parts = Split(Unsqueeze(scaleShift, 2, 3), 2, 1);
        return Silu(AddProduct(parts[1], Layer(norm, x), Add(parts[0], 1)));
    }

    public OnnxValue Cosine(OnnxValue x) => graph.Node("Cos", [x]);

    public OnnxValue Sine(OnnxValue x) => graph.Node("Sin", [x]);

    public OnnxValue Exp(OnnxValue x) => graph.Node("Exp", [x]);

    public OnnxValue Sqrt(OnnxValue x) => graph.Node("Sqrt", [x]);

    public (OnnxValue Real, OnnxValue Imaginary) Fourier(OnnxValue rows, int size) => new OnnxFourier(graph, size).Forward(rows);

    public OnnxValue FourierBack(OnnxValue real, OnnxValue imaginary, int size) =>
        new OnnxFourier(graph, size).Back(real, imaginary);

    public OnnxValue Peak(OnnxValue rows) => graph.Node("ReduceMax", [graph.Node("Abs", [rows])], ("axes", new long[] { 1 }));

    public IReadOnlyList<OnnxValue> Repeat(
        int times,
        IReadOnlyList<OnnxValue> state,
        Func<IReadOnlyList<OnnxValue>, IReadOnlyList<OnnxValue>> body
    ) => graph.Repeat(times, state, body);

    public OnnxValue Clamp(OnnxValue x, double low, double high) =>
        graph.Node("Clip", [x, graph.Number(low, x.Type), graph.Number(high, x.Type)]);

    public OnnxValue Concat(long dimension, params IReadOnlyList<OnnxValue> parts) =>
        graph.Node("Concat", parts, ("axis", dimension));

    public OnnxValue[] Split(OnnxValue x, int parts, long dimension) => graph.Nodes("Split", parts, [x], ("axis", dimension));

    public OnnxValue Reshape(OnnxValue x, params IReadOnlyList<long> shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);

    public OnnxValue Permute(OnnxValue x, params long[] order) => graph.Node("Transpose", [x], ("perm", order));

    public OnnxValue Unsqueeze(OnnxValue x, params long[] dimensions) => graph.Node("Unsqueeze", [x, graph.Integers(dimensions)]);

    public OnnxValue Attention(OnnxValue queries, OnnxValue keys, OnnxValue values, long size)
    {
        OnnxValue scaled = Multiply(Permute(queries, 0, 2, 1, 3), 1 / Math.Sqrt(size));
        OnnxValue weights = graph.Node("Softmax", [graph.Node("MatMul", [scaled, Permute(keys, 0, 2, 3, 1)])], ("axis", -1L));
        return Permute(graph.Node("MatMul", [weights, Permute(values, 0, 2, 1, 3)]), 0, 2, 1, 3);
    }

    public OnnxValue Product(OnnxValue x, string name, Func<Device, Tensor> matrix) =>
        graph.Node("MatMul", [x, Constant(name, x, matrix)]);

    public OnnxValue Narrow(OnnxValue x, long dimension, long start, long length) =>
        graph.Node("Slice", [x, graph.Integers(start), graph.Integers(start + length), graph.Integers(dimension)]);

    public OnnxValue Crop(OnnxValue x, long height, long width) =>
        graph.Node("Slice", [x, graph.Integers(0, 0), graph.Integers(height, width), graph.Integers(2, 3)]);

    public OnnxValue PixelShuffle(OnnxValue x, long side) => graph.PixelShuffle(x, side);

    /// <remarks>ONNX's SpaceToDepth orders the channels differently.</remarks>
    public OnnxValue PixelUnshuffle(OnnxValue images, ImageShape shape, long side)
    {
        (long channels, long height, long width) = (shape.Channels, shape.Height / side, shape.Width / side);
        OnnxValue squares = Reshape(images, 0, channels, height, side, width, side);
        return Reshape(Permute(squares, 0, 1, 3, 5, 2, 4), 0, side * side * channels, height, width);
    }

    private string PathOf(Module layer) => $"{path}{layers.First(entry => ReferenceEquals(entry.Module, layer)).Name}";
}
