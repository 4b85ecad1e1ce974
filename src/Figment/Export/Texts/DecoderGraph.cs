using System.Globalization;
using Figment.Formats;
using Figment.Models.Texts;
using Figment.Networks.Texts;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Export;

/// <summary>
/// A decoder as one ONNX network with a cache. It computes logits, and all keys and values, from tokens and from the keys and
/// values of earlier tokens. It uses only standard ONNX operators, and the names that ONNX Runtime GenAI and Hugging Face's
/// Optimum use.
/// </summary>
internal sealed class DecoderGraph
{
    internal const string FileName = "model.onnx";
    internal const string Tokens = "input_ids",
        Mask = "attention_mask",
        Positions = "position_ids",
        Logits = "logits";
    internal const string PastKeys = "past_key_values.%d.key",
        PastValues = "past_key_values.%d.value";
    internal const string PresentKeys = "present.%d.key",
        PresentValues = "present.%d.value";
    internal const string Description = "Predicts the next token, with a cache of keys and values.";

    private const string Sequence = "sequence",
        Past = "past",
        All = "all";

    // Protobuf's limit for a file, minus a reserve for everything that is not a weight.
    private const long MostBytes = int.MaxValue - (64L << 20);

    private readonly GptShape shape;
    private readonly OnnxGraph graph;
    private readonly OnnxValue cosines,
        sines,
        seen;

    private DecoderGraph(TextModel model, OnnxGraph graph)
    {
        (shape, this.graph) = (model.Network.Shape, graph);
        (float[] cos, float[] sin) = RotaryPositions.Table(model.Context, shape.HeadSize, shape.RotaryBase);
        long[] size = [model.Context, shape.HeadSize / 2];
        OnnxValue tokens = graph.InputOf(Tokens, ScalarType.Int64, OnnxGraph.Batch, Sequence);
        OnnxValue mask = graph.InputOf(Mask, ScalarType.Int64, OnnxGraph.Batch, All);
        OnnxValue positions = graph.InputOf(Positions, ScalarType.Int64, OnnxGraph.Batch, Sequence);
        cosines = Turns("rotary.cos", tensor(cos, size));
        sines = Turns("rotary.sin", tensor(sin, size));
        seen = Seen(tokens, mask);
        X = Float32(Gather(Embedding(model), tokens));

        OnnxValue Turns(string name, Tensor table) => Unsqueeze(Gather(graph.Constant(name, table), positions), 1);
    }

    /// <summary>The output of the blocks so far, [B, T, D].</summary>
    private OnnxValue X { get; set; }

    /// <summary>Builds the network.</summary>
    /// <exception cref="FigmentException">The network is too large for one ONNX file.</exception>
    internal static OnnxGraph Build(TextModel model, ScalarType precision)
    {
        using DisposeScope scope = NewDisposeScope();
        long bytes = model.Network.parameters().Sum(weights => weights.numel()) * (precision == ScalarType.Float16 ? 2 : 4);
        if (bytes > MostBytes)
        {
            throw new FigmentException(
                $"The model's weights take {bytes >> 20:N0} MB, but one ONNX file can hold only {MostBytes >> 20:N0}. Export "
                    + $"it in float16, or in another format."
            );
        }

        OnnxGraph graph = new("decoder", precision);
        DecoderGraph decoder = new(model, graph);
        for (int layer = 0; layer < decoder.shape.Layers; layer++)
            decoder.Add(model.Network.blocks[layer], layer);
        decoder.End(model);
        return graph;
    }

    /// <summary>Returns the rows for the tokens that the tokenizer has.</summary>
    private static Tensor Rows(TextModel model, Tensor weight) => weight.detach().narrow(0, 0, model.Tokenizer.VocabularySize);

    /// <summary>
    /// Computes which tokens each token attends to: itself and earlier tokens, where the mask is 1. [B, 1, 1, T, S].
    /// </summary>
    private OnnxValue Seen(OnnxValue tokens, OnnxValue mask)
    {
        OnnxValue zero = graph.Integers(0),
            one = Number(graph.Integers(1));
        OnnxValue length = Size(tokens),
            all = Size(mask),
            first = Number(graph.Node("Sub", [all, length]));
        OnnxValue keys = graph.Node("Range", [Number(zero), Number(all), one]);
        OnnxValue queries = Unsqueeze(graph.Node("Range", [first, Number(all), one]), 1);
        OnnxValue real = graph.Node("Greater", [Unsqueeze(mask, 1, 2, 3), zero]);
        return graph.Node("And", [graph.Node("LessOrEqual", [keys, queries]), real]);

        OnnxValue Size(OnnxValue x) => graph.Node("Shape", [x], ("start", 1L), ("end", 2L));
        OnnxValue Number(OnnxValue list) => graph.Node("Squeeze", [list]);
    }

    private void Add(DecoderBlock block, int layer)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.");
        long queries = shape.Heads * shape.HeadSize,
            keys = shape.KeyValueHeads * shape.HeadSize;
        OnnxValue normed = Norm(X, block.attention_norm, $"{name}attention_norm");
        OnnxValue projected = Product(normed, block.qkv.weight!, $"{name}qkv");
        OnnxValue[] parts = graph.Nodes("Split", 3, [projected, graph.Integers(queries, keys, keys)], ("axis", -1L));
        OnnxValue q = Turn(Norm(Heads(parts[0], shape.Heads), block.q_norm, $"{name}q_norm"));
        OnnxValue k = Turn(Norm(Heads(parts[1], shape.KeyValueHeads), block.k_norm, $"{name}k_norm"));
        OnnxValue v = Heads(parts[2], shape.KeyValueHeads);
        OnnxValue attended = Attend(q, Remember(k, PastKeys, PresentKeys, layer), Remember(v, PastValues, PresentValues, layer));
        X = graph.Node("Add", [X, Product(attended, block.attention_out.weight!, $"{name}attention_out")]);

        OnnxValue both = Product(Norm(X, block.mlp_norm, $"{name}mlp_norm"), block.gate_up.weight!, $"{name}gate_up");
        OnnxValue[] gates = graph.Nodes("Split", 2, [both], ("axis", -1L));
        OnnxValue gated = graph.Node("Mul", [graph.Node("Mul", [gates[0], graph.Node("Sigmoid", [gates[0]])]), gates[1]]);
        X = graph.Node("Add", [X, Product(gated, block.down.weight!, $"{name}down")]);
    }

    private void End(TextModel model)
    {
        OnnxValue normed = graph.ToPrecision(Norm(X, model.Network.norm, "norm"));
        Tensor? head = model.Network.head?.weight;
        OnnxValue weights = head is null ? Embedding(model) : graph.Weights("lm_head.weight", Rows(model, head));
        OnnxValue logits = graph.Node("MatMul", [normed, graph.Node("Transpose", [weights], ("perm", (long[])[1, 0]))]);
        graph.OutputOf(Float32(logits), Logits, OnnxGraph.Batch, Sequence, model.Tokenizer.VocabularySize);
    }

    /// <summary>Appends keys or values to the earlier ones, [B, G, S, d].</summary>
    private OnnxValue Remember(OnnxValue added, string past, string present, int layer)
    {
        OnnxSize batch = OnnxGraph.Batch,
            heads = shape.KeyValueHeads;
        OnnxValue before = graph.InputOf(Of(past), ScalarType.Float32, batch, heads, Past, shape.HeadSize);
        OnnxValue all = graph.Node("Concat", [before, added], ("axis", 2L));
        graph.OutputOf(all, Of(present), batch, heads, All, shape.HeadSize);
        return all;

        string Of(string name) => name.Replace("%d", layer.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>Computes softmax(q Kᵀ / √d) V, with the heads that share keys and values side by side: [B, T, H d].</summary>
    private OnnxValue Attend(OnnxValue q, OnnxValue keys, OnnxValue values)
    {
        const double Never = -1e9; // e^x is 0 in float32 below −104.
        OnnxValue grouped = Reshape(q, 0, shape.KeyValueHeads, shape.Heads / shape.KeyValueHeads, -1, shape.HeadSize);
        OnnxValue scaled = graph.Node("Mul", [grouped, graph.Number(1 / Math.Sqrt(shape.HeadSize), ScalarType.Float32)]);
        OnnxValue columns = graph.Node("Transpose", [Unsqueeze(keys, 2)], ("perm", (long[])[0, 1, 2, 4, 3]));
        OnnxValue scores = graph.Node("MatMul", [scaled, columns]),
            never = graph.Number(Never, ScalarType.Float32);
        OnnxValue masked = new(graph.Node("Where", [seen, scores, never]).Name, ScalarType.Float32);
        OnnxValue attended = graph.Node("MatMul", [graph.Node("Softmax", [masked], ("axis", -1L)), Unsqueeze(values, 2)]);
        return Reshape(Swapped(Reshape(attended, 0, shape.Heads, -1, shape.HeadSize)), 0, 0, shape.Heads * shape.HeadSize);
    }

    /// <summary>[B, T, n d] to [B, n, T, d].</summary>
    private OnnxValue Heads(OnnxValue x, int count) => Swapped(Reshape(x, 0, 0, count, shape.HeadSize));

    private OnnxValue Swapped(OnnxValue x) => graph.Node("Transpose", [x], ("perm", (long[])[0, 2, 1, 3]));

    private OnnxValue Turn(OnnxValue heads)
    {
        OnnxValue[] halves = graph.Nodes("Split", 2, [heads], ("axis", -1L));
        OnnxValue first = graph.Node("Sub", [Times(halves[0], cosines), Times(halves[1], sines)]);
        OnnxValue second = graph.Node("Add", [Times(halves[1], cosines), Times(halves[0], sines)]);
        return graph.Node("Concat", [first, second], ("axis", -1L));

        OnnxValue Times(OnnxValue a, OnnxValue b) => graph.Node("Mul", [a, b]);
    }

    private OnnxValue Norm(OnnxValue x, RmsNorm norm, string name)
    {
        OnnxValue squares = graph.Node("ReduceMean", [graph.Node("Mul", [x, x])], ("axes", (long[])[-1]), ("keepdims", 1L));
        OnnxValue root = graph.Node("Sqrt", [graph.Node("Add", [squares, graph.Number(GptShape.Epsilon, ScalarType.Float32)])]);
        return graph.Node("Mul", [graph.Node("Div", [x, root]), graph.Constant($"{name}.weight", norm.weight)]);
    }

    /// <summary>Computes x Wᵀ in the graph's precision; input and output are float32.</summary>
    private OnnxValue Product(OnnxValue x, Tensor weight, string name) =>
        Float32(graph.Node("MatMul", [graph.ToPrecision(x), graph.Weights($"{name}.weight.T", weight.detach().t())]));

    private OnnxValue Float32(OnnxValue x) => graph.ToFloat32(x);

    private OnnxValue Embedding(TextModel model) =>
        graph.Weights("embed_tokens.weight", Rows(model, model.Network.embedding.weight!));

    private OnnxValue Gather(OnnxValue rows, OnnxValue indices) => graph.Node("Gather", [rows, indices]);

    private OnnxValue Unsqueeze(OnnxValue x, params long[] axes) => graph.Node("Unsqueeze", [x, graph.Integers(axes)]);

    private OnnxValue Reshape(OnnxValue x, params long[] sizes) => graph.Node("Reshape", [x, graph.Integers(sizes)]);
}
