using Figment.Formats.Onnx;
using Google.Protobuf;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Formats;

/// <summary>
/// The weights of a network in an ONNX file from an unknown source: the float constants of its graph, by name. Everything else
/// in the file is skipped, so a small file cannot need much memory, and no other file is read.
/// </summary>
internal sealed class OnnxWeights
{
    private const int MostTensors = 1 << 16,
        MostDimensions = 8,
        MostFields = 1 << 22;
    private readonly Dictionary<string, Place> places = [];
    private readonly byte[] file;
    private readonly string name;
    private int fields;

    private OnnxWeights(byte[] file, string name) => (this.file, this.name) = (file, name);

    /// <summary>The number of values in all tensors together.</summary>
    internal long Numbers { get; private set; }

    /// <summary>Whether some tensors are stored in 16 bits.</summary>
    internal bool AreHalf => places.Values.Any(place => place.Type == ScalarType.Float16);

    /// <summary>Finds the weights.</summary>
    /// <param name="file">The content of the file.</param>
    /// <param name="name">The name of the file to show in errors.</param>
    /// <exception cref="FileFormatException">The file is not ONNX, is damaged, or stores weights in other files.</exception>
    internal static OnnxWeights In(byte[] file, string name)
    {
        OnnxWeights weights = new(file, name);
        try
        {
            bool hasGraph = false;
            weights.Each(
                0,
                file.Length,
                (field, _, part) =>
                {
                    if (field != ModelProto.GraphFieldNumber || part is not { } graph)
                        return;
                    if (hasGraph)
                        throw weights.Damaged("has two graphs");
                    hasGraph = true;
                    weights.AddGraph(graph);
                }
            );
            return hasGraph ? weights : throw weights.Damaged("has no graph");
        }
        catch (InvalidProtocolBufferException e)
        {
            throw weights.Damaged("ends early, or is not an ONNX file", e);
        }
    }

    /// <summary>The shape of a tensor; null if no tensor has that name.</summary>
    internal IReadOnlyList<long>? ShapeOf(string tensor) => places.TryGetValue(tensor, out Place? place) ? place.Shape : null;

    /// <summary>Returns a tensor's values, float32, on the CPU; the caller disposes it.</summary>
    /// <param name="tensor">One of the names.</param>
    internal Tensor Read(string tensor)
    {
        Place place = places[tensor];
        using DisposeScope scope = NewDisposeScope();
        Tensor values = empty(place.Shape, place.Type);
        file.AsSpan(place.Offset, place.Length).CopyTo(values.bytes);
        return values.to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    private void AddGraph(Part graph) =>
        Each(
            graph.Offset,
            graph.Length,
            (field, _, part) =>
            {
                if (field == GraphProto.InitializerFieldNumber && part is { } tensor)
                    AddTensor(tensor);
            }
        );

    private void AddTensor(Part whole)
    {
        (string? called, long type, Part? values) = (null, 0, null);
        List<long> shape = [];
        Each(
            whole.Offset,
            whole.Length,
            (field, input, part) =>
            {
                switch (field)
                {
                    case TensorProto.DimsFieldNumber when part is { } packed:
                        AddSizes(packed, shape);
                        break;
                    case TensorProto.DimsFieldNumber:
                        AddSize(input.ReadInt64(), shape);
                        break;
                    case TensorProto.DataTypeFieldNumber when part is null:
                        type = input.ReadInt64();
                        break;
                    case TensorProto.NameFieldNumber when part is { } text:
                        called = System.Text.Encoding.UTF8.GetString(file, text.Offset, text.Length);
                        break;
                    case TensorProto.RawDataFieldNumber when part is not null:
                        values = part;
                        break;
                    case TensorProto.DataLocationFieldNumber when part is null && input.ReadInt64() != 0:
                        throw Damaged($"keeps the tensor '{ShownText.Of(called ?? "")}' in another file");
                }
            }
        );
        if (TypeOf(type) is not ScalarType kept)
            return; // sizes and indices, not weights
        if (called is null || values is not { } raw)
            throw Damaged($"has a tensor '{ShownText.Of(called ?? "")}' without a name or values");
        long count = CountOf(shape, called);
        if (count * (kept == ScalarType.Float16 ? 2 : 4) != raw.Length)
            throw Damaged($"has a tensor '{ShownText.Of(called)}' of {count:N0} numbers in {raw.Length:N0} bytes");
        if (places.Count == MostTensors || !places.TryAdd(called, new Place([.. shape], kept, raw.Offset, raw.Length)))
            throw Damaged($"has the tensor '{ShownText.Of(called)}' twice, or more than {MostTensors:N0} tensors");
        Numbers += count;
    }

    private void AddSizes(Part packed, List<long> shape)
    {
        CodedInputStream input = new(file, packed.Offset, packed.Length);
        while (!input.IsAtEnd)
            AddSize(input.ReadInt64(), shape);
    }

    private void AddSize(long size, List<long> shape)
    {
        if (shape.Count == MostDimensions)
            throw Damaged($"has a tensor of more than {MostDimensions} dimensions");
        shape.Add(size);
    }

    private long CountOf(List<long> shape, string called)
    {
        UInt128 count = 1;
        foreach (long size in shape)
        {
            if (size < 0 || (count *= (UInt128)size) > int.MaxValue)
                throw Damaged($"has a tensor '{ShownText.Of(called)}' of an impossible size");
        }

        return (long)count;
    }

    /// <summary>Visits the fields of a message, and skips what the visitor does not read.</summary>
    /// <param name="offset">The offset of the message in the file.</param>
    /// <param name="length">The length of the message, in bytes.</param>
    /// <param name="visit">
    /// Receives each field: its number, a stream at its value, and, if the field has a length, its place in the file.
    /// </param>
    private void Each(int offset, int length, Action<int, CodedInputStream, Part?> visit)
    {
        CodedInputStream input = new(file, offset, length);
        for (uint tag = input.ReadTag(); tag != 0; tag = input.ReadTag())
        {
            if (++fields > MostFields)
                throw Damaged($"has more than {MostFields:N0} fields");
            (int field, WireFormat.WireType type) = (WireFormat.GetTagFieldNumber(tag), WireFormat.GetTagWireType(tag));
            int begin = (int)input.Position; // from the beginning of the file
            CodedInputStream value = new(file, begin, offset + length - begin);
            input.SkipLastField(); // throws if the field is longer than the message
            if (type == WireFormat.WireType.LengthDelimited)
            {
                int size = value.ReadLength();
                visit(field, value, new Part((int)input.Position - size, size));
            }
            else if (type == WireFormat.WireType.Varint)
            {
                visit(field, value, null);
            }
        }
    }

    private static ScalarType? TypeOf(long type) =>
        (TensorProto.Types.DataType)type switch
        {
            TensorProto.Types.DataType.Float => ScalarType.Float32,
            TensorProto.Types.DataType.Float16 => ScalarType.Float16,
            _ => null,
        };

    private FileFormatException Damaged(OptionSentence what, Exception? cause = null) =>
        new($"The network in {name} is damaged: it {what}.", cause);

    private readonly record struct Part(int Offset, int Length);

    private sealed record Place(long[] Shape, ScalarType Type, int Offset, int Length);
}
