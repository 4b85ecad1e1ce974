using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A residual block without normalisation, x + W₃ φ(W₂ φ(W₁ x)): a 1×1 convolution to twice the channels, a grouped 3×3
/// convolution, and a 1×1 convolution back (Y. Huang et al., "The GAN is dead; long live the GAN!", 2024, section 3.3). W₃ starts
/// at 0, so that the block starts as the identity (H. Zhang et al., "Fixup Initialization", 2019).
/// </summary>
internal sealed class FixupBlock : Module<Tensor, Tensor>, IBody
{
    private const int Expansion = 2,
        GroupSize = 16;
    private const double Slope = 0.2;
    private readonly Sequential inner;

    /// <summary>Builds a block that keeps the number of channels and the size of images.</summary>
    /// <param name="channels">
    /// The number of channels, at least 1. If twice this number is not a multiple of 16, the 3×3 convolution has one group.
    /// </param>
    public FixupBlock(int channels)
        : base(nameof(FixupBlock))
    {
        int wide = Expansion * channels;
        inner = Sequential(
            new LeakyRectifier(Slope),
            Conv2d(channels, wide, 1),
            new LeakyRectifier(Slope, inplace: true),
            Conv2d(wide, wide, 3, padding: 1, groups: wide % GroupSize == 0 ? wide / GroupSize : 1),
            new LeakyRectifier(Slope, inplace: true),
            Conv2d(wide, channels, 1)
        );
        RegisterComponents();
    }

    /// <summary>Makes every block of a network start as the identity. Call this after the weights have been drawn.</summary>
    /// <returns>The same network.</returns>
    internal static T BeginAsIdentity<T>(T network)
        where T : Module
    {
        using IDisposable noGradients = no_grad();
        foreach (FixupBlock block in network.modules().OfType<FixupBlock>())
            ((Conv2d)block.inner[5]).weight!.zero_();
        return network;
    }

    /// <summary>
    /// [B, C, H, W] to the same shape. The channels of a pixel are adjacent in memory, and the following layers keep this
    /// order.
    /// </summary>
    public override Tensor forward(Tensor input) => Body(TensorOperations.Instance, MemoryOrder.SideBySide(input));

    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs) => ops.Add(inputs[0], ops.Layer(inner, inputs));

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }
}
