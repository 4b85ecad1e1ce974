using System.Security.Cryptography;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Evaluation.Images;

/// <summary>
/// Measures how strongly each quarter of an image shows each of 48 patterns of 6 × 6 pixels, which were learned from the data
/// without labels (<see cref="PatchTraining"/>): edges, textures and colours that are common in the data. It detects blur, grain
/// and parts that do not belong together, whereas averages of pixels reveal only brightness and position.
/// </summary>
/// <remarks>
/// See A. Coates, H. Lee, A. Y. Ng, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning" (AISTATS 2011),
/// sections 3.1 to 3.2.2, with the soft threshold of A. Coates, A. Y. Ng, "The Importance of Encoding Versus Training with Sparse
/// Coding and Vector Quantization" (ICML 2011). The square root of each sum keeps large sums from dominating.
/// </remarks>
internal sealed class PatchExtractor : FeatureExtractor
{
    /// <summary>The side of a patch in pixels.</summary>
    internal const int Side = 6;

    /// <summary>The number of patterns.</summary>
    internal const int Patterns = 48;

    /// <summary>The kind of extractor, as its files name it.</summary>
    internal const string Kind = "figment-patches-1";

    // The quarters per side of an image; the variance added to that of each patch, for values in [0, 1]; the soft threshold; the
    // value added under the root.
    private const int Quarters = 2,
        UsualSide = 32;
    private const double Variance = 0.01;
    private static readonly Scalar Threshold = Scalars.Of(1.0),
        UnderRoot = Scalars.Of(1e-4);

    private readonly PatchCard card;
    private Tensor filters,
        offsets;
    private Device device = CPU;

    /// <summary>Creates an extractor from what was learned, and takes ownership of the tensors.</summary>
    /// <param name="card">What it was made from.</param>
    /// <param name="filters">
    /// [<see cref="Patterns"/>, C, 6, 6], float32: the filters, as weights that apply to patches before whitening.
    /// </param>
    /// <param name="offsets">[<see cref="Patterns"/>], float32: the response to the mean patch, which is subtracted.</param>
    /// <param name="sha256">The SHA-256 of the file, in hexadecimal.</param>
    private PatchExtractor(PatchCard card, Tensor filters, Tensor offsets, string sha256) =>
        (this.card, this.filters, this.offsets, Sha256) = (card, filters, offsets, sha256);

    /// <summary>What it was made from.</summary>
    internal PatchCard Card => card;

    /// <inheritdoc/>
    public override string Name => $"{card.Data}-patches";

    /// <inheritdoc/>
    public override string Sha256 { get; }

    /// <inheritdoc/>
    public override string Preprocessing =>
        $"{card.Form?.How ?? "pixels"} in [0, 1] at {card.Shape}, no resizing; patches of {Side}×{Side}, every "
        + $"{StrideOf(card.Shape)} pixels";

    /// <inheritdoc/>
    public override int Dimensions => Patterns * Quarters * Quarters;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => [];

    /// <inheritdoc/>
    public override Text? WhyNot(ImageShape shape) =>
        shape == card.Shape
            ? null
            : OptionSentence
                .Of($"The extractor {Name} takes images of {card.Shape}, but these are {shape}. Compare their pixels.")
                .ToText();

    internal override Text? WhyNot(ImageDataset images) => ExtractorCards.WhyNot(Name, card.Form, images) ?? WhyNot(images.Shape);

    /// <inheritdoc/>
    public override FeatureSet Extract(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        int stride = StrideOf(card.Shape);
        Tensor x = images.to(device);

        // Each patch p becomes (p − μ) / √(σ² + ε), over its pixels and channels; then w · p − w · p̄.
        Tensor mean = Average(x),
            variance = (Average(x.Squared()) - mean.Squared()).clamp_min(Scalars.Zero);
        Tensor sums = filters.sum([1L, 2L, 3L]).view(1, -1, 1, 1);
        Tensor shown = functional
            .conv2d(x, filters, strides: [stride, stride])
            .sub_(mean * sums)
            .div_(variance.Plus(Variance).sqrt());
        shown = functional.relu(shown.sub_(offsets.view(1, -1, 1, 1)).sub_(Threshold));
        Tensor features = functional.adaptive_avg_pool2d(shown, [Quarters, Quarters]).flatten(1).Increase(UnderRoot).sqrt_();
        return new FeatureSet(features.to(images.device).MoveToOuterDisposeScope(), null);

        Tensor Average(Tensor of) => functional.avg_pool2d(of.mean([1L], keepdim: true), Side, stride);
    }

    /// <inheritdoc/>
    public override FeatureExtractor MoveTo(Device device)
    {
        this.device = device;
        (Tensor before, Tensor beforeOffsets) = (filters, offsets);
        (filters, offsets) = (before.to(device).DetachFromDisposeScope(), beforeOffsets.to(device).DetachFromDisposeScope());
        if (!ReferenceEquals(before, filters))
            before.Dispose();
        if (!ReferenceEquals(beforeOffsets, offsets))
            beforeOffsets.Dispose();
        return this;
    }

    /// <summary>
    /// Returns the number of pixels from one patch to the next, chosen so that images of any size have about the same number of
    /// patches.
    /// </summary>
    internal static int StrideOf(ImageShape shape) =>
        Math.Max(1, (int)Math.Round(Math.Min(shape.Height, shape.Width) / (double)UsualSide));

    /// <summary>Normalises each row for comparison: subtracts its mean, and scales its variance to about 1.</summary>
    /// <param name="patches">[N, C · 6 · 6].</param>
    internal static Tensor Normalise(Tensor patches)
    {
        Tensor centred = patches - patches.mean([1L], keepdim: true);
        return centred / centred.Squared().mean([1L], keepdim: true).Plus(Variance).sqrt();
    }

    /// <summary>Loads a file written by <see cref="Save"/>.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or of another kind.</exception>
    internal static PatchExtractor Load(byte[] file, string name)
    {
        using MemoryStream stream = new(file, writable: false);
        using SafeTensors read = SafeTensorsFile.Read(stream, name);
        PatchCard card = ExtractorCards.Read<PatchCard>(
            read,
            Kind,
            name,
            $"{name} does not hold patterns of pictures. Choose a file that holds a judge."
        );
        if (
            !(
                read.Tensors.Count == 2
                && read.Tensors.TryGetValue("filters", out Tensor? filters)
                && read.Tensors.TryGetValue("offsets", out Tensor? offsets)
                && filters.dtype == ScalarType.Float32
                && offsets.dtype == ScalarType.Float32
                && filters.shape.SequenceEqual([Patterns, card.Shape.Channels, Side, Side])
                && offsets.shape.SequenceEqual([Patterns])
            )
        )
        {
            throw new FileFormatException($"{name} is damaged: it does not contain the patterns described in its metadata.");
        }

        return new PatchExtractor(
            card,
            filters.clone().DetachFromDisposeScope(),
            offsets.clone().DetachFromDisposeScope(),
            Convert.ToHexStringLower(SHA256.HashData(file))
        );
    }

    /// <summary>Writes what was learned into a file in memory.</summary>
    internal static byte[] Save(PatchCard card, Tensor filters, Tensor offsets)
    {
        using MemoryStream file = new();
        Dictionary<string, string> metadata = ExtractorCards.Write(Kind, card);
        metadata["format"] = "pt";
        SafeTensorsFile.Write(file, [("filters", filters), ("offsets", offsets)], metadata);
        return file.ToArray();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        filters.Dispose();
        offsets.Dispose();
        base.Dispose(disposing);
    }
}
