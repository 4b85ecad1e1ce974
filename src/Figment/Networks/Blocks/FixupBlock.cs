using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// A residual block without normalisation, x + W₃ φ(W₂ φ(W₁ x)): 1×1 to twice the channels, 3×3 in groups, 1×1 back (Y. Huang
/// et al., "The GAN is dead; long live the GAN!", 2024, section 3.3). W₃ begins at 0, so that the block begins as the
/// identity (H. Zhang et al., "Fixup Initialization", 2019).
/// </summary>
internal sealed class FixupBlock : Module<Tensor, Tensor>, IBody
{
    private const int Expansion = 2,
        GroupSize = 16;
    private const double Slope = 0.2;
    private readonly Sequential inner;

    /// <summary>A block for images of so many channels, whose number and shape it keeps.</summary>
    /// <param name="channels">At least 1; where twice of it is no multiple of 16, the 3×3 layer has one group.</param>
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

    /// <summary>Lets every block of a network begin as the identity; to be called after its weights were drawn.</summary>
    /// <returns>The same network.</returns>
    internal static T BeginAsIdentity<T>(T network)
        where T : Module
    {
        using IDisposable noGradients = no_grad();
        foreach (FixupBlock block in network.modules().OfType<FixupBlock>())
            ((Conv2d)block.inner[5]).weight!.zero_();
        return network;
    }

    /// <summary>[B, C, H, W] to the same, with the channels side by side in memory, as what follows then has them too.</summary>
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
