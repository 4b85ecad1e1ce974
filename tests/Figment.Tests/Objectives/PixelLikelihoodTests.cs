using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

/// <summary>Against tests/golden/vae.py: PyTorch's own distributions.</summary>
public sealed class PixelLikelihoodTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void Ink_or_none_agrees_with_PyTorch()
    {
        (Tensor images, Tensor output) = Inputs();

        Golden.Near("vae.json", "bernoulli", PixelLikelihood.Bernoulli(images.gt(0.5).to(ScalarType.Float64), output));
        Golden.Near("vae.json", "shares", PixelLikelihood.Bernoulli(images, output));
    }

    [Fact]
    public void Numbers_agree_with_PyTorch()
    {
        (Tensor images, Tensor output) = Inputs();

        Golden.Near("vae.json", "gaussian", PixelLikelihood.Gaussian(images, output, tensor(Math.Log(0.3))));
    }

    [Fact]
    public void Logits_of_any_size_stay_finite()
    {
        Tensor ink = ones(1, 1, 1, 2),
            logits = tensor([200f, -200f]).view(1, 1, 1, 2);

        Assert.Equal(-200, PixelLikelihood.Bernoulli(ink, logits).item<float>(), 1e-3);
    }

    private static (Tensor Images, Tensor Output) Inputs() =>
        (
            (Golden.Fill([3, 1, 2, 3], 4).to(ScalarType.Float64) + 1) / 2,
            Golden.Fill([2, 3, 1, 2, 3], 5, 6).to(ScalarType.Float64)
        );
}
