using Figment.Formats.Onnx;

namespace Figment.Formats;

/// <summary>Finds the constant tensors in an ONNX network.</summary>
internal static class OnnxTensors
{
    /// <summary>All constant tensors: of the graph, of graphs inside nodes, of attributes and of functions.</summary>
    internal static IEnumerable<TensorProto> Of(ModelProto model) =>
        (model.Graph is null ? [] : Of(model.Graph)).Concat(model.Functions.SelectMany(function => function.Node).SelectMany(Of));

    /// <summary>
    /// The size of a tensor's values in an external file, in bytes; null if its shape or type is not valid in such a file.
    /// </summary>
    internal static long? BytesOf(TensorProto tensor)
    {
        if (BitsOf(tensor.DataType) is not int bits)
            return null;
        UInt128 count = 1;
        foreach (long size in tensor.Dims)
        {
            if (size < 0)
                return null;
            count *= (UInt128)size;
            if (count > int.MaxValue)
                return null;
        }

        return (((long)count * bits) + 7) / 8;
    }

    private static IEnumerable<TensorProto> Of(GraphProto graph) =>
        graph.Initializer.Concat(graph.SparseInitializer.SelectMany(Of)).Concat(graph.Node.SelectMany(Of));

    private static IEnumerable<TensorProto> Of(NodeProto node) =>
        node.Attribute.SelectMany(attribute =>
            (attribute.T is null ? [] : new[] { attribute.T })
                .Concat(attribute.Tensors)
                .Concat(attribute.SparseTensor is null ? [] : Of(attribute.SparseTensor))
                .Concat(attribute.SparseTensors.SelectMany(Of))
                .Concat(attribute.G is null ? [] : Of(attribute.G))
                .Concat(attribute.Graphs.SelectMany(Of))
        );

    private static IEnumerable<TensorProto> Of(SparseTensorProto sparse) =>
        new[] { sparse.Values, sparse.Indices }.OfType<TensorProto>();

    /// <summary>The number of bits in a value, by ONNX's type numbers; strings cannot be external.</summary>
    private static int? BitsOf(int type) =>
        type switch
        {
            1 or 6 or 12 => 32, // float, int32, uint32
            2 or 3 or 9 => 8, // uint8, int8, bool
            4 or 5 or 10 or 16 => 16, // uint16, int16, float16, bfloat16
            7 or 11 or 13 or 14 => 64, // int64, double, uint64, complex64
            15 => 128, // complex128
            17 or 18 or 19 or 20 or 24 => 8, // 8-bit floats
            21 or 22 or 23 => 4, // uint4, int4, float4
            _ => null,
        };
}
