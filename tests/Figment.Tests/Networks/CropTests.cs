using Figment.Formats;
using Figment.Networks;
using Figment.Onnx;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class CropTests
{
    [Fact]
    public void The_upper_left_part_is_kept_and_is_one_node_of_a_graph()
    {
        using DisposeScope scope = NewDisposeScope();
        using Crop crop = new(3, 2);
        Tensor images = arange(2 * 3 * 5 * 4, ScalarType.Float32).reshape(2, 3, 5, 4);
        OnnxGraph graph = new("crop");
        graph.Output(crop.Body(new OnnxOperations(graph, []), graph.Input("images", 3, 5, 4)), "cropped", 3, 3, 2);
        byte[] file = graph.ToArray(new Dictionary<string, string>(), "", "");
        using OnnxSession session = OnnxSession.Open(file, "crop.onnx");

        Tensor expected = images[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(0, 3), TensorIndex.Slice(0, 2)];
        Assert.True(crop.call(images).eq(expected).all().item<bool>());
        Assert.True(session.Run([("images", images)], ["cropped"])[0].eq(expected).all().item<bool>());
        Assert.Equal(1, file.AsSpan().Count("\x22\x05Slice"u8)); // op_type, field 4 of a node
    }
}
