using Figment.Formats;
using Figment.Networks;

namespace Figment.Models.Images;

/// <content>The parts of the model that are written in ONNX.</content>
internal sealed partial class Vae
{
    /// <summary>
    /// The decoder and the encoder. The encoder's output <c>log_variance</c> tells how certain each latent number is.
    /// </summary>
    public override IReadOnlyList<OnnxPart> OnnxParts =>
        [
            new OnnxPart(
                "decoder",
                $"Makes {(Meaning is null ? "the mean image" : Items)} from latents: {Options.LatentSize} numbers each, drawn "
                    + $"from N(0, 1).",
                DrawsOfLabels,
                AddDecoder
            ),
            .. IsSamplerOnly ? Enumerable.Empty<OnnxPart>() : [EncoderPart],
        ];

    private OnnxPart EncoderPart =>
        new(
            "encoder",
            "Finds the latents that may have produced images, [batch, C, H, W] in [0, 1]: the mean and the logarithm of "
                + "the variance of each number.",
            DrawsOfLabels,
            AddEncoder
        );

    private void AddDecoder(OnnxGraph graph)
    {
        OnnxValue latents = graph.Input("latents", Options.LatentSize);
        OnnxValue images = Images(Nodes(graph), latents, IsConditional ? graph.IndexInput("labels") : null);
        Give(graph, images);
    }

    private void AddEncoder(OnnxGraph graph)
    {
        OnnxOperations nodes = Nodes(graph);
        OnnxValue images = graph.Input("images", Shape.Channels, Shape.Height, Shape.Width);
        OnnxValue[] both = nodes.Split(Parameters(nodes, images, IsConditional ? graph.IndexInput("labels") : null), 2, 1);
        graph.Output(both[0], "mean", Options.LatentSize);
        graph.Output(both[1], "log_variance", Options.LatentSize);
    }

    private OnnxOperations Nodes(OnnxGraph graph) => new(graph, Networks.Select(network => (network.Name, network.Module)));
}
