using Figment.Formats;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>What images stand for that are no pictures to look at but another form of something else.</summary>
internal interface IImageMeaning
{
    /// <summary>What they are called, in the plural: <c>sounds</c>.</summary>
    string Items { get; }

    /// <summary>What images stand for, as numbers.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1]; they stay the caller's.</param>
    /// <returns>The caller disposes it.</returns>
    Tensor Of(Tensor images);

    /// <summary>What images of a model are, as a person listens to it or looks at it.</summary>
    /// <param name="images">[B, C, H, W], float32 in [0, 1]; they stay the caller's.</param>
    ISamples Show(Tensor images);

    /// <summary>Adds to a graph that makes images what makes of them what they stand for, as its output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">[batch, C, H, W], in [0, 1].</param>
    void AddTo(OnnxGraph graph, OnnxValue images);
}
