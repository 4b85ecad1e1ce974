using Figment.Formats;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// x + A(x), where every pixel of A(x) is a weighted mean over all pixels: softmax(QKᵀ / √d) V, in several heads (A. Vaswani
/// et al., "Attention Is All You Need", 2017, equation 1), after normalisation. It lets far parts of an image agree.
/// </summary>
internal sealed class SelfAttention : Module<Tensor, Tensor>, IOnnxLayer
{
    private const int HeadSize = 32;
    private readonly int heads;
    private readonly GroupNorm norm;
    private readonly Linear queriesKeysValues, projection;

    /// <summary>Builds the layer.</summary>
    /// <param name="channels">Channels in and out; a multiple of 8. Heads have 32 of them where that goes without rest; otherwise there is one head.</param>
    public SelfAttention(int channels)
        : base(nameof(SelfAttention))
    {
        heads = channels % HeadSize == 0 ? channels / HeadSize : 1;
        norm = ResidualBlock.Norm(channels);
        queriesKeysValues = Linear(channels, 3 * channels);
        projection = Linear(channels, channels);
        RegisterComponents();
    }

    /// <summary>The last layer, which begins at 0 so that the layer begins as the identity.</summary>
    internal Linear Last => projection;

    /// <summary>[B, channels, H, W] to the same.</summary>
    public override Tensor forward(Tensor input)
    {
        (long count, long channels, long height, long width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        Tensor pixels = norm.call(input).permute(0, 2, 3, 1).reshape(count, height * width, channels);
        Tensor[] heads = [.. queriesKeysValues.call(pixels).chunk(3, -1).Select(part => part.view(count, height * width, this.heads, -1).transpose(1, 2))];
        Tensor seen = functional.scaled_dot_product_attention(heads[0], heads[1], heads[2]);
        return input + projection.call(seen.transpose(1, 2).reshape(count, height, width, channels)).permute(0, 3, 1, 2);
    }

    /// <inheritdoc/>
    public OnnxValue AddTo(OnnxGraph graph, string path, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        OnnxValue Turn(OnnxValue x, params long[] order) => graph.Node("Transpose", [x], ("perm", order));
        OnnxValue Shape(OnnxValue x, params long[] shape) => graph.Node("Reshape", [x, graph.Integers(shape)]);
        long channels = norm.weight!.shape[0], size = channels / heads;
        OnnxValue image = Turn(graph.Add(norm, $"{path}.{nameof(norm)}", inputs[0]), 0, 2, 3, 1);
        OnnxValue pixels = Shape(image, 0, -1, channels);
        OnnxValue[] parts = graph.Nodes("Split", 3, [graph.LinearOfRows(queriesKeysValues, $"{path}.{nameof(queriesKeysValues)}", pixels)], ("axis", 2L));
        OnnxValue[] perHead = [.. parts.Select(part => Shape(part, 0, -1, heads, size))];
        OnnxValue queries = graph.Node("Mul", [Turn(perHead[0], 0, 2, 1, 3), graph.Number(1 / Math.Sqrt(size))]);
        OnnxValue weights = graph.Node("Softmax", [graph.Node("MatMul", [queries, Turn(perHead[1], 0, 2, 3, 1)])], ("axis", -1L));
        OnnxValue seen = Turn(graph.Node("MatMul", [weights, Turn(perHead[2], 0, 2, 1, 3)]), 0, 2, 1, 3);
        OnnxValue projected = graph.LinearOfRows(projection, $"{path}.{nameof(projection)}", Shape(seen, 0, -1, channels));
        return graph.Node("Add", [inputs[0], Turn(graph.Node("Reshape", [projected, graph.Node("Shape", [image])]), 0, 3, 1, 2)]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module module in (Module[])[norm, queriesKeysValues, projection]) module.Dispose();
        }

        base.Dispose(disposing);
    }
}
