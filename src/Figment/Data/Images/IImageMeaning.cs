using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>What images stand for that are no pictures to look at but another form of something else.</summary>
internal interface IImageMeaning
{
    /// <summary>What images of a model are, as a person listens to it or looks at it.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1]; they stay the caller's.</param>
    ISamples Show(Tensor images);
}
