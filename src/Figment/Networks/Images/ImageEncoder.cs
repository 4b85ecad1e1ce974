using Figment.Formats;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// From images to vectors, and where there are classes, from an image and its class: the class enters behind the features, so
/// that it costs no convolutions.
/// </summary>
internal sealed class ImageEncoder : Module<Tensor, Tensor>, IOnnxLayer
{
    private readonly int channels;
    private readonly Sequential features;
    private readonly Sequential head;

    /// <summary>Puts two networks together; they belong to this one from then on.</summary>
    /// <param name="channels">Channels of the images, C.</param>
    /// <param name="features">[B, C, H, W] in [−1, 1] to [B, F].</param>
    /// <param name="head">[B, F + K] to the output, with K classes.</param>
    public ImageEncoder(int channels, Sequential features, Sequential head)
        : base(nameof(ImageEncoder))
    {
        this.channels = channels;
        this.features = features;
        this.head = head;
        RegisterComponents();
    }

    /// <summary>[B, C + K, H, W] in [0, 1], where the K channels behind the image are 1 for its class and 0 for the others.</summary>
    public override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long classes = input.shape[1] - channels;
        Tensor seen = features.call(input.narrow(1, 0, channels).mul(2).sub_(1));
        return head.call(classes == 0 ? seen : cat([seen, input.narrow(1, channels, classes).select(3, 0).select(2, 0)], 1));
    }

    /// <summary>Images [B, C, H, W] in [0, 1] and, where there are classes, a 1 at the place of each one's class, [B, K].</summary>
    /// <inheritdoc/>
    public OnnxValue AddTo(OnnxGraph graph, string path, params IReadOnlyList<OnnxValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentNullException.ThrowIfNull(inputs);
        OnnxValue Cut(OnnxValue x, long axis, long from, long to) => graph.Node("Slice", [x, graph.Integers(from), graph.Integers(to), graph.Integers(axis)]);
        OnnxValue images = Cut(inputs[0], 1, 0, channels);
        OnnxValue seen = graph.Add(features, $"{path}.{nameof(features)}", graph.Node("Sub", [graph.Node("Mul", [images, graph.Number(2)]), graph.Number(1)]));
        if (inputs.Count > 1) seen = graph.Node("Concat", [seen, inputs[1]], ("axis", 1L));
        return graph.Add(head, $"{path}.{nameof(head)}", seen);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            features.Dispose();
            head.Dispose();
        }

        base.Dispose(disposing);
    }
}
