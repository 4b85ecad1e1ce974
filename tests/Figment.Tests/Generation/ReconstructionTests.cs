using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class ReconstructionTests
{
    [Fact]
    public void What_the_latents_do_not_hold_is_the_error()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(1, new ImageShape(1, 1, 2)); // one latent for two pixels: both become the first
        Tensor images = tensor(new float[] { 0.5f, 0.5f, 0.25f, 0.75f }).view(2, 1, 1, 2);

        Reconstruction result = Reconstruction.Of(model, images);

        Assert.Same(images, result.Originals);
        Assert.Equal(0, result.Errors[0], 1e-6);
        Assert.Equal(0.25, result.Errors[1], 1e-6);
        Assert.Equal(0.25f, result.Images[1, 0, 0, 1].item<float>(), 1e-6f);
        Assert.Equal(Math.Log(1 / 3.0), result.Latents.Values[1].item<float>(), 1e-5);
    }
}
