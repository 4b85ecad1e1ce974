using Figment.Backend;
using Figment.Imaging;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A small convolutional classifier whose penultimate layer gives features for comparing sets of images: 3 × 3 convolutions with
/// batch normalisation and ReLU, which halve the image until at most 7 rows are left, followed by an average over the whole
/// image.
/// </summary>
/// <remarks>
/// Images of 28 × 28 give 24 → 48 → 48 → 96 → 96 channels: 156,000 parameters, and 12.4 million multiplications per image.
/// </remarks>
internal sealed class ConvClassifier : Module<Tensor, Tensor>
{
    private const int FirstWidth = 24,
        LastWidth = 96,
        SmallestSide = 7,
        QuickSide = 32;
    private const double Epsilon = 1e-5;
    private readonly Sequential trunk;
    private readonly Linear head;

    /// <summary>Builds the network; libtorch's global generator draws the initial weights.</summary>
    /// <param name="shape">The shape of the images to classify.</param>
    /// <param name="classes">The number of classes, at least 2.</param>
    /// <param name="isQuick">
    /// Whether the first layers reduce larger images to 32 pixels a side; images of 64 × 64 then take a quarter of the time.
    /// </param>
    public ConvClassifier(ImageShape shape, int classes, bool isQuick = false)
        : base(nameof(ConvClassifier))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        int side = Math.Max(shape.Height, shape.Width);
        List<Module<Tensor, Tensor>> layers = [];
        for (; isQuick && side > QuickSide; side = (side + 1) / 2)
            layers.AddRange(Block(layers.Count == 0 ? shape.Channels : FirstWidth, FirstWidth, stride: 2));
        if (layers.Count == 0)
            layers.AddRange(Block(shape.Channels, FirstWidth, stride: 1));
        int width = FirstWidth;
        for (; side > SmallestSide; side = (side + 1) / 2)
        {
            int next = Math.Min(2 * width, LastWidth);
            layers.AddRange([.. Block(width, next, stride: 2), .. Block(next, next, stride: 1)]);
            width = next;
        }

        Dimensions = width;
        trunk = Sequential([.. layers, AdaptiveAvgPool2d(1), Flatten()]);
        head = Linear(width, classes);
        RegisterComponents();
    }

    /// <summary>The number of features per image.</summary>
    public int Dimensions { get; }

    /// <summary>[B, C, H, W] in [0, 1] to features, [B, <see cref="Dimensions"/>], all at least 0.</summary>
    public Tensor Features(Tensor images) => trunk.call(Scale(images));

    /// <summary>Maps [0, 1] to [−1, 1].</summary>
    internal static Tensor Scale(Tensor images) => images.mul(Scalars.Two).sub_(Scalars.One);

    /// <summary>Features, [B, <see cref="Dimensions"/>], to logits, [B, classes].</summary>
    public Tensor Logits(Tensor features) => head.call(features);

    /// <summary>[B, C, H, W] in [0, 1] to logits, [B, classes].</summary>
    public override Tensor forward(Tensor input) => Logits(Features(input));

    /// <summary>
    /// Returns the trained layers up to the features, with each batch normalisation folded into the convolution before it:
    /// faster, and equal except for rounding. Later changes of the weights do not affect the result.
    /// </summary>
    /// <returns>[B, C, H, W] in [−1, 1] to [B, <see cref="Dimensions"/>]; the caller disposes it.</returns>
    internal Sequential FoldedTrunk()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        List<Module<Tensor, Tensor>> layers = [];
        Module<Tensor, Tensor>[] original = [.. trunk.children().Cast<Module<Tensor, Tensor>>()];
        for (int i = 0; i + 1 < original.Length; i++)
        {
            if (original[i] is not Conv2d convolution || original[i + 1] is not BatchNorm norm)
                continue;

            // γ (w·x − μ) / √(σ² + ε) + β
            Tensor scale = norm.weight * norm.running_var!.Plus(Epsilon).rsqrt();
            Conv2d folded = Conv2d(convolution.in_channels, convolution.out_channels, 3, convolution.stride![0], padding: 1);

            // If the weights are in this order, libtorch also keeps images in it from layer to layer.
            folded.weight = new Parameter(
                MemoryOrder.SideBySide(convolution.weight * scale.view(-1, 1, 1, 1)).MoveToOuterDisposeScope(),
                requires_grad: false
            );
            folded.bias!.copy_(norm.bias! - (norm.running_mean! * scale));
            layers.AddRange([folded, ReLU(inplace: true)]);
        }

        return Sequential([.. layers, AdaptiveAvgPool2d(1), Flatten()]);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            trunk.Dispose();
            head.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Module<Tensor, Tensor>[] Block(int inputs, int outputs, int stride) =>
        [
            Conv2d(inputs, outputs, 3, stride, padding: 1, bias: false),
            new BatchNormalization(outputs, 2, Epsilon),
            ReLU(inplace: true),
        ];
}
