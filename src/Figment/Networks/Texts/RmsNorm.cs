using Figment.Backend;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Networks.Texts;

/// <summary>
/// Computes y = x / √(mean(x²) + ε) · w over the last dimension (B. Zhang, R. Sennrich, "Root Mean Square Layer Normalization",
/// 2019, equation 4), in float32.
/// </summary>
internal sealed class RmsNorm : Module<Tensor, Tensor>
{
    internal readonly Parameter weight;
    private static readonly TorchSharp.Scalar Epsilon = Scalars.Of(GptShape.Epsilon);

    /// <summary>Creates the layer with w = 1.</summary>
    /// <param name="size">The size of the last dimension.</param>
    internal RmsNorm(int size)
        : base(nameof(RmsNorm))
    {
        weight = Parameter(ones(size));
        RegisterComponents();
    }

    /// <summary>[…, size] to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        Tensor x = input.to(ScalarType.Float32);
        return x * x.Squared().mean([-1], keepdim: true).Plus(Epsilon).rsqrt() * weight;
    }
}
