using Figment.Formats;
using static TorchSharp.torch;

namespace Figment.Data.Images;

/// <summary>The meaning of images that represent something else, for instance sounds.</summary>
internal interface IImageMeaning
{
    /// <summary>The plural of what the images represent, for instance <c>sounds</c>.</summary>
    string Items { get; }

    /// <summary>Converts images to what they represent.</summary>
    /// <param name="images">The images, [B, C, H, W], float32 in [0, 1]; the caller keeps them.</param>
    /// <returns>The values of the represented items; the caller disposes the tensor.</returns>
    Tensor Of(Tensor images);

    /// <summary>Converts generated images to samples for a person to listen to or look at.</summary>
    /// <param name="images">The images, [B, C, H, W], float32 in [0, 1]; the caller keeps them.</param>
    ISamples Show(Tensor images);

    /// <summary>Adds the conversion to a graph that generates images, and makes its result the output.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="images">The images, [batch, C, H, W], in [0, 1].</param>
    void AddTo(OnnxGraph graph, OnnxValue images);
}
