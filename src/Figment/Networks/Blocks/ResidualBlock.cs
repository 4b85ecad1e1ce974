using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks;

/// <summary>
/// Computes x + f(x, e), where f applies normalisation, SiLU and a 3 × 3 convolution twice. The embedding e scales and shifts the
/// output of the second normalisation (P. Dhariwal, A. Nichol, "Diffusion Models Beat GANs on Image Synthesis", 2021, section 3,
/// without its attention).
/// </summary>
internal sealed class ResidualBlock : Module<Tensor, Tensor, Tensor>, IBody
{
    private readonly GroupNorm firstNorm,
        secondNorm;
    private readonly Conv2d first,
        second;
    private readonly Linear modulation;

    /// <summary>Builds the block.</summary>
    /// <param name="channels">The number of input and output channels, a multiple of 8.</param>
    /// <param name="embeddingSize">The number of values in an embedding.</param>
    public ResidualBlock(int channels, int embeddingSize)
        : base(nameof(ResidualBlock))
    {
        firstNorm = Norm(channels);
        first = Conv2d(channels, channels, 3, padding: 1);
        modulation = Linear(embeddingSize, 2 * channels);
        secondNorm = Norm(channels);
        second = Conv2d(channels, channels, 3, padding: 1);
        RegisterComponents();
    }

    /// <summary>The last layer, which starts at 0 so that the block starts as the identity.</summary>
    internal Conv2d Last => second;

    /// <summary>Normalisation over groups of 8 channels (Y. Wu, K. He, "Group Normalization", 2018).</summary>
    internal static GroupNorm Norm(int channels)
    {
        GroupNorm norm = GroupNorm(channels / NormSilu.ChannelsPerGroup, channels);
        init.ones_(norm.weight!); // TorchSharp 0.107 leaves both uninitialised.
        init.zeros_(norm.bias!);
        return norm;
    }

    /// <summary>[B, channels, H, W] and [B, embedding size] to [B, channels, H, W].</summary>
    public override Tensor forward(Tensor input, Tensor embedding) => Body(TensorOperations.Instance, input, embedding);

    /// <inheritdoc/>
    public T Body<T>(IOperations<T> ops, params IReadOnlyList<T> inputs)
    {
        (T x, T embedding) = (inputs[0], inputs[1]);
        T scaleAndShift = ops.Layer(modulation, ops.Silu(embedding));
        T inner = ops.Layer(first, ops.NormSilu(firstNorm, x));
        return ops.Add(x, ops.Layer(second, ops.NormSilu(secondNorm, inner, scaleAndShift)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            foreach (Module module in (Module[])[firstNorm, first, modulation, secondNorm, second])
                module.Dispose();
        }

        base.Dispose(disposing);
    }
}
