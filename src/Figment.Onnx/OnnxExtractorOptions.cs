namespace Figment.Onnx;

/// <summary>How pixels, in [0, 1], are scaled before a network sees them.</summary>
public enum PixelNormalisation
{
    /// <summary>As they are: 0 to 1. What the Inception of pytorch-fid takes.</summary>
    ZeroToOne,

    /// <summary>2x − 1: −1 to 1.</summary>
    MinusOneToOne,

    /// <summary>255x: 0 to 255.</summary>
    ZeroTo255,

    /// <summary>
    /// (x − mean) / std with those of ImageNet, (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225): what torchvision's
    /// classifiers take. Only for networks of three channels.
    /// </summary>
    ImageNet,
}

/// <summary>What an ONNX file does not say by itself.</summary>
public sealed record OnnxExtractorOptions
{
    /// <summary>
    /// The output that holds the features; null takes the only one there is beside <c>logits</c> and <c>probabilities</c>.
    /// </summary>
    public string? OutputName { get; init; }

    /// <summary>
    /// How pixels are scaled; null takes what the file says (<c>figment.range</c>, <c>figment.mean</c>,
    /// <c>figment.std</c>), and [0, 1] where it says nothing.
    /// </summary>
    public PixelNormalisation? Normalisation { get; init; }
}
