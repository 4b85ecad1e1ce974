using System.Security.Cryptography;
using System.Text;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>
/// Uses the pixels as features, averaged over squares until at most 256 values are left, for data that no classifier knows. It
/// registers brightness and position but not what a picture shows, so it is a rough judge.
/// </summary>
/// <param name="expected">The shape of the images to compare.</param>
internal sealed class PixelExtractor(ImageShape expected) : FeatureExtractor
{
    private const int MaxDimensions = 256;
    private readonly (int Height, int Width) small = Shrink(expected);

    /// <inheritdoc/>
    public override string Name => $"pixels-{small.Height}x{small.Width}";

    /// <inheritdoc/>
    public override string Sha256 =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.ASCII.GetBytes(
                    $"pixels 1: {expected.Channels}x{expected.Height}x{expected.Width} to {small.Height}x{small.Width}, "
                        + $"adaptive average"
                )
            )
        );

    /// <inheritdoc/>
    public override string Preprocessing =>
        $"pixels in [0, 1] at {expected}, averaged down to {expected.Channels}×{small.Height}×{small.Width}";

    /// <inheritdoc/>
    public override int Dimensions => expected.Channels * small.Height * small.Width;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => [];

    /// <inheritdoc/>
    public override Text? WhyNot(ImageShape shape) =>
        shape == expected
            ? null
            : OptionSentence
                .Of($"The images are {shape}, but others in this comparison are {expected}. Compare images of the same shape.")
                .ToText();

    /// <inheritdoc/>
    public override FeatureSet Extract(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return new FeatureSet(
            nn.functional.adaptive_avg_pool2d(images, [small.Height, small.Width]).flatten(1).MoveToOuterDisposeScope(),
            null
        );
    }

    private static (int Height, int Width) Shrink(ImageShape shape)
    {
        int factor = 1;
        while (shape.Channels * Side(shape.Height) * Side(shape.Width) > MaxDimensions)
            factor++;
        return (Side(shape.Height), Side(shape.Width));

        int Side(int size) => (size + factor - 1) / factor;
    }
}
