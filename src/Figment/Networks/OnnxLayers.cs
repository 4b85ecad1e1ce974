using System.Globalization;
using Figment.Formats;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using Module = TorchSharp.torch.nn.Module;

namespace Figment.Networks;

/// <summary>A network or layer that describes itself with ONNX operators, so that it can be exported.</summary>
public interface IOnnxLayer
{
    /// <summary>Adds nodes that compute what <c>forward</c> computes in evaluation mode.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="path">The path of the layer in its model, for the names of its weights.</param>
    /// <param name="inputs">The inputs, in the order of <c>forward</c>, in the graph's precision.</param>
    /// <returns>The output of the layer.</returns>
    OnnxValue AddTo(OnnxGraph graph, string path, params IReadOnlyList<OnnxValue> inputs);
}

/// <summary>Writes TorchSharp's layers as ONNX operators, as they compute in evaluation mode.</summary>
public static class OnnxLayers
{
    /// <summary>Adds a layer, or a sequence of layers, to a graph.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="layer">One of TorchSharp's layers, or an <see cref="IOnnxLayer"/>.</param>
    /// <param name="path">The path of the layer in the model, for the names of its weights.</param>
    /// <param name="inputs">The inputs, in the graph's precision.</param>
    /// <exception cref="FigmentException">The layer cannot be written in ONNX.</exception>
    public static OnnxValue Add(this OnnxGraph graph, Module layer, string path, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        if (layer is IBody body)
            return body.Body(new OnnxOperations(graph, layer.named_modules(), $"{path}."), inputs);
        if (layer is IOnnxLayer own)
            return own.AddTo(graph, path, inputs);
        OnnxValue x = inputs[0];
        return layer switch
        {
            Sequential sequence => sequence
                .named_children()
                .Aggregate(x, (now, child) => graph.Add(child.module, $"{path}.{child.name}", now)),
            Embedding embedding => graph.Node("Gather", [graph.Weights($"{path}.weight", embedding.weight!), x], ("axis", 0L)),
            Linear linear => graph.Node("Gemm", [x, .. WeightAndBias(graph, path, linear.weight!, linear.bias)], ("transB", 1L)),
            Conv2d conv when conv.padding_mode == PaddingModes.Zeros && conv.padding_type is null => graph.Node(
                "Conv",
                [x, .. WeightAndBias(graph, path, conv.weight!, conv.bias)],
                Window(conv)
            ),
            ConvTranspose2d conv => graph.Node(
                "ConvTranspose",
                [x, .. WeightAndBias(graph, path, conv.weight!, conv.bias)],
                [.. Window(conv), ("output_padding", conv.output_padding)]
            ),
            BatchNorm norm => BatchNormalized(
                graph,
                path,
                x,
                norm,
                norm.weight,
                norm.bias,
                norm.running_mean,
                norm.running_var,
                norm.eps
            ),
            GroupNorm norm => GroupNorm(graph, path, x, norm),
            ReLU => graph.Node("Relu", [x]),
            LeakyReLU leaky => graph.Node("LeakyRelu", [x], ("alpha", leaky.negative_slope)),
            ELU elu => graph.Node("Elu", [x], ("alpha", elu.alpha)),
            Sigmoid => graph.Node("Sigmoid", [x]),
            Tanh => graph.Node("Tanh", [x]),
            SiLU => graph.Silu(x),
            Dropout or Identity => x,
            Flatten { start_dim: 1, end_dim: -1 } => graph.Node("Flatten", [x], ("axis", 1L)),
            Unflatten { dim: 1 } unflatten => graph.Node("Reshape", [x, graph.Integers([-1, .. unflatten.unflattened_size])]),
            PixelShuffle shuffle => graph.PixelShuffle(x, shuffle.upscale_factor),
            AvgPool2d { ceil_mode: false, count_include_pad: true, divisor_override: null } pool => graph.Node(
                "AveragePool",
                [x],
                ("kernel_shape", pool.kernel_size),
                ("strides", pool.stride ?? pool.kernel_size),
                ("pads", Pads(pool.padding ?? [0, 0])),
                ("count_include_pad", 1L)
            ),
            MaxPool2d { ceil_mode: false } pool => graph.Node(
                "MaxPool",
                [x],
                ("kernel_shape", pool.kernel_size),
                ("strides", pool.stride ?? pool.kernel_size),
                ("pads", Pads(pool.padding ?? [0, 0]))
            ),
            Upsample upsample
                when upsample.scale_factor.Length == 2
                    && upsample.align_corners != true
                    && upsample.mode is UpsampleMode.Bilinear or UpsampleMode.Nearest => Resize(graph, x, upsample),
            _ => throw new FigmentException(
                $"The layer '{path}' is a {layer.GetName()} whose type or settings Figment cannot write in ONNX. Implement "
                    + $"Figment.Networks.IOnnxLayer in its class, or use another layer."
            ),
        };
    }

    /// <summary>Computes x · σ(x).</summary>
    internal static OnnxValue Silu(this OnnxGraph graph, OnnxValue x) => graph.Node("Mul", [x, graph.Node("Sigmoid", [x])]);

    /// <summary>[B, C r², H, W] to [B, C, H r, W r].</summary>
    internal static OnnxValue PixelShuffle(this OnnxGraph graph, OnnxValue x, long factor) =>
        graph.Node("DepthToSpace", [x], ("blocksize", factor), ("mode", "CRD"));

    private static IEnumerable<OnnxValue> WeightAndBias(OnnxGraph graph, string path, Tensor weight, Tensor? bias)
    {
        yield return graph.Weights($"{path}.weight", weight);
        if (bias is not null)
            yield return graph.Weights($"{path}.bias", bias);
    }

    private static (string Name, object Value)[] Window(Convolution conv) =>
        [
            ("kernel_shape", conv.kernel_size),
            ("strides", conv.stride),
            ("pads", Pads(conv.padding!)),
            ("dilations", conv.dilation),
            ("group", conv.groups),
        ];

    /// <summary>Pads each dimension equally on both sides.</summary>
    private static long[] Pads(long[] padding) => [.. padding, .. padding];

    private static OnnxValue BatchNormalized(
        OnnxGraph graph,
        string path,
        OnnxValue x,
        Module norm,
        Tensor? weight,
        Tensor? bias,
        Tensor? mean,
        Tensor? variance,
        double epsilon
    )
    {
        if (mean is null || variance is null)
            throw new FigmentException(
                $"The layer '{path}' ({norm.GetName()}) keeps no running statistics, so its output depends on the batch, "
                    + $"which ONNX cannot express."
            );
        using Tensor ones = ones_like(mean),
            zeros = zeros_like(mean);
        return graph.Node(
            "BatchNormalization",
            [
                x,
                graph.Weights($"{path}.weight", weight ?? ones),
                graph.Weights($"{path}.bias", bias ?? zeros),
                graph.Weights($"{path}.running_mean", mean),
                graph.Weights($"{path}.running_var", variance),
            ],
            ("epsilon", epsilon)
        );
    }

    /// <summary>
    /// ONNX has had group normalisation since opset 21; for older opsets, groups become the channels of an InstanceNormalization.
    /// </summary>
    private static OnnxValue GroupNorm(OnnxGraph graph, string path, OnnxValue x, GroupNorm norm)
    {
        string groups = string.Create(CultureInfo.InvariantCulture, $"{norm.num_groups}");
        using Tensor ones = torch.ones(norm.num_groups),
            zeros = torch.zeros(norm.num_groups);
        OnnxValue flat = graph.Node("Reshape", [x, graph.Integers(0, norm.num_groups, -1)]);
        OnnxValue even = graph.Node(
            "InstanceNormalization",
            [flat, graph.Weights($"ones [{groups}]", ones), graph.Weights($"zeros [{groups}]", zeros)],
            ("epsilon", norm.eps)
        );
        OnnxValue shaped = graph.Node("Reshape", [even, graph.Node("Shape", [x])]);
        if (norm.weight is null || norm.bias is null)
            return shaped;
        using Tensor weight = norm.weight.view(-1, 1, 1),
            bias = norm.bias.view(-1, 1, 1);
        return graph.Node(
            "Add",
            [graph.Node("Mul", [shaped, graph.Weights($"{path}.weight", weight)]), graph.Weights($"{path}.bias", bias)]
        );
    }

    private static OnnxValue Resize(OnnxGraph graph, OnnxValue x, Upsample upsample)
    {
        float[] factors = [1, 1, (float)upsample.scale_factor[0], (float)upsample.scale_factor[1]];
        using Tensor scales = tensor(factors);
        OnnxValue scale = graph.Constant($"scales [{string.Join(", ", factors)}]", scales);
        return upsample.mode == UpsampleMode.Bilinear
            ? graph.Node("Resize", [x, null, scale], ("mode", "linear"), ("coordinate_transformation_mode", "half_pixel"))
            : graph.Node(
                "Resize",
                [x, null, scale],
                ("mode", "nearest"),
                ("coordinate_transformation_mode", "asymmetric"),
                ("nearest_mode", "floor")
            );
    }
}
