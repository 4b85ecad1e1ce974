using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Encodes images, and their classes where there are any, as vectors. The class is appended to the features, so it passes through
/// no convolutions.
/// </summary>
internal sealed class ImageEncoder : Module<Tensor, Tensor?, Tensor>, IBody
{
    private readonly ClassCode classes;
    private readonly Sequential features;
    private readonly Sequential head;

    /// <summary>Combines two networks, and takes ownership of them.</summary>
    /// <param name="features">[B, C, H, W] in [−1, 1] to [B, F].</param>
    /// <param name="head">[B, F + K] to the output.</param>
    /// <param name="classes">How a class is encoded in K numbers; without classes, K is 0.</param>
    public ImageEncoder(Sequential features, Sequential head, ClassCode classes)
        : base(nameof(ImageEncoder))
    {
        this.classes = classes;
        this.features = features;
        this.head = head;
        RegisterComponents();
    }

    /// <summary>Encodes images, [B, C, H, W] in [0, 1], and, if there are classes, the label of each image, [B], int64.</summary>
    public override Tensor forward(Tensor images, Tensor? labels) =>
        Body(TensorOperations.Instance, labels is null ? [images] : [images, labels]);

    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        T? label = classes.Width == 0 ? default : classes.Of(ops, inputs[1], like: inputs[0]);
        T seen = ops.Layer(features, ops.Subtract(ops.Multiply(inputs[0], 2), 1));
        return ops.Layer(head, label is null ? seen : ops.Concat(1, seen, label));
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
