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
/// How strongly each quarter of an image shows each of 48 patterns of 6 × 6 pixels, which were learned from the data without
/// labels (<see cref="PatchTraining"/>): edges, textures and colours that are usual there. It sees blur, grain and parts that do
/// not belong together, where averages of pixels see brightness and place only.
/// </summary>
/// <remarks>
/// A. Coates, H. Lee, A. Y. Ng, "An Analysis of Single-Layer Networks in Unsupervised Feature Learning" (AISTATS 2011), sections
/// 3.1 to 3.2.2, with the soft threshold of A. Coates, A. Y. Ng, "The Importance of Encoding Versus Training with Sparse Coding
/// and Vector Quantization" (ICML 2011), and the root of each sum, which keeps large ones from deciding alone.
/// </remarks>
internal sealed class PatchExtractor : FeatureExtractor
{
    /// <summary>Pixels of a patch, along each side.</summary>
    internal const int Side = 6;

    /// <summary>Patterns that are told apart.</summary>
    internal const int Patterns = 48;

    /// <summary>What its files call themselves.</summary>
    internal const string Kind = "figment-patches-1";

    // Quarters of an image; the variance that is added to each patch's, of values in [0, 1]; the soft threshold; what is added
    // under the root.
    private const int Quarters = 2,
        UsualSide = 32;
    private const double Variance = 0.01;
    private static readonly Scalar Threshold = Scalars.Of(1.0),
        UnderRoot = Scalars.Of(1e-4);

    private readonly PatchCard card;
    private Tensor filters,
        offsets;
    private Device device = CPU;

    /// <summary>Takes what was learned; the tensors belong to it from then on.</summary>
    /// <param name="card">What of.</param>
    /// <param name="filters">
    /// [<see cref="Patterns"/>, C, 6, 6], float32: what a whitened patch is multiplied by, as weights of the patch.
    /// </param>
    /// <param name="offsets">[<see cref="Patterns"/>], float32: what the mean patch gives, which is taken off.</param>
    /// <param name="sha256">Of the file.</param>
    private PatchExtractor(PatchCard card, Tensor filters, Tensor offsets, string sha256) =>
        (this.card, this.filters, this.offsets, Sha256) = (card, filters, offsets, sha256);

    /// <summary>What it was made of.</summary>
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
    public override string? WhyNot(ImageShape shape) =>
        shape == card.Shape
            ? null
            : $"The extractor {Name} looks at images of {card.Shape}, and these are {shape}. Compare their pixels.";

    internal override string? WhyNot(ImageDataset images) =>
        ExtractorCards.WhyNot(Name, card.Form, images) ?? WhyNot(images.Shape);

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

    /// <summary>Pixels from one patch to the next: about as many patches whatever the size.</summary>
    internal static int StrideOf(ImageShape shape) =>
        Math.Max(1, (int)Math.Round(Math.Min(shape.Height, shape.Width) / (double)UsualSide));

    /// <summary>Each row as it is compared: without its mean, at a variance of about 1.</summary>
    /// <param name="patches">[N, C · 6 · 6].</param>
    internal static Tensor Normalise(Tensor patches)
    {
        Tensor centred = patches - patches.mean([1L], keepdim: true);
        return centred / centred.Squared().mean([1L], keepdim: true).Plus(Variance).sqrt();
    }

    /// <summary>Loads a file of <see cref="Save"/>.</summary>
    /// <exception cref="FileFormatException">It is damaged, or something else.</exception>
    internal static PatchExtractor Load(byte[] file, string name)
    {
        using MemoryStream stream = new(file, writable: false);
        using SafeTensors read = SafeTensorsFile.Read(stream, name);
        PatchCard card = ExtractorCards.Read<PatchCard>(read, Kind, name, $"{name} holds no patterns of pictures.");
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
            throw new FileFormatException($"{name} is damaged: it does not hold the patterns that its card tells of.");
        }

        return new PatchExtractor(
            card,
            filters.clone().DetachFromDisposeScope(),
            offsets.clone().DetachFromDisposeScope(),
            Convert.ToHexStringLower(SHA256.HashData(file))
        );
    }

    /// <summary>The file of what was learned.</summary>
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
