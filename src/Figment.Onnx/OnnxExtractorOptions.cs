namespace Figment.Onnx;

/// <summary>How pixels in [0, 1] are scaled before a network reads them.</summary>
public enum PixelNormalisation
{
    /// <summary>No scaling: 0 to 1. The Inception network of pytorch-fid expects this range.</summary>
    ZeroToOne,

    /// <summary>2x − 1: −1 to 1.</summary>
    MinusOneToOne,

    /// <summary>255x: 0 to 255.</summary>
    ZeroTo255,

    /// <summary>
    /// (x − mean) / std with the values of ImageNet, (0.485, 0.456, 0.406) and (0.229, 0.224, 0.225), which torchvision's
    /// classifiers take. Only for networks with three channels.
    /// </summary>
    ImageNet,
}

/// <summary>Settings that an ONNX file does not contain.</summary>
public sealed record OnnxExtractorOptions
{
    /// <summary>
    /// The name of the output with the features; null uses the only output other than <c>logits</c> and <c>probabilities</c>.
    /// </summary>
    public string? OutputName { get; init; }

    /// <summary>
    /// How pixels are scaled; null uses the file's metadata (<c>figment.range</c>, <c>figment.mean</c>, <c>figment.std</c>), or
    /// [0, 1] if there is none.
    /// </summary>
    public PixelNormalisation? Normalisation { get; init; }
}
