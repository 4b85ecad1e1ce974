using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>The results of comparing generated images with real ones; the content of <c>report.json</c>.</summary>
public sealed record EvaluationReport
{
    /// <summary>The version of Figment.</summary>
    public required string Figment { get; init; }

    /// <summary>The images that were judged.</summary>
    public required ImageSetCard Generated { get; init; }

    /// <summary>The real images with which they were compared.</summary>
    public required ImageSetCard Reference { get; init; }

    /// <summary>
    /// The images that models learned from, used to check whether generated images are copies; the reference itself if there are
    /// no others. If those images no longer exist, this is what the run recorded about them, and copies are not reported.
    /// </summary>
    public required ImageSetCard Training { get; init; }

    /// <summary>The extractor that turned images into features.</summary>
    public required ExtractorCard Extractor { get; init; }

    /// <summary>The options of the comparison.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>The results, in the order of <see cref="MetricCatalog"/>.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>The classes as the extractor sees them; empty if it knows none.</summary>
    public required IReadOnlyList<ClassShare> Classes { get; init; }

    /// <summary>
    /// The generated images that are nearest to a training image, with the nearest first. The distance is relative to that
    /// training image's distance to its own nearest neighbour.
    /// </summary>
    public required IReadOnlyList<NearestPair> Nearest { get; init; }

    /// <summary>
    /// The number of reference images that also occur, pixel for pixel, among the training images; null if it is unknown.
    /// </summary>
    public int? Seen { get; init; }

    /// <summary>What was left out and why, and anything else that a reader of the results must know.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>
    /// The best scores that a generator of this kind has reached under the same conditions; null if none are known.
    /// </summary>
    public ReachedScores? Reached { get; init; }

    /// <summary>The duration in seconds.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A set of images.</summary>
public sealed class ImageSetCard
{
    [JsonConstructor]
    internal ImageSetCard(string source, int count, ImageShape shape, string sha256) =>
        (Source, Count, Shape, Sha256) = (source, count, shape, sha256);

    /// <summary>What the user named: a data set, a run or a path.</summary>
    public string Source { get; }

    /// <summary>The number of images to choose from.</summary>
    public int Count { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>The SHA-256 over pixels and labels, as 8-bit values, in hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Whether both describe the same images from the same source.</summary>
    internal bool IsSameAs(ImageSetCard other) =>
        (Source, Count, Shape, Sha256) == (other.Source, other.Count, other.Shape, other.Sha256);

    /// <summary>Describes a set of images.</summary>
    internal static ImageSetCard Of(ImageDataset images, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSetCard(source ?? images.Name, images.Count, images.Shape, images.Sha256);
    }
}

/// <summary>The result of one metric, with everything needed to read it.</summary>
public sealed class MetricResult
{
    [JsonConstructor]
    internal MetricResult(
        string name,
        double value,
        double? standardError,
        int generatedCount,
        int referenceCount,
        RealScore? real
    ) =>
        (Name, Value, StandardError, GeneratedCount, ReferenceCount, Real) = (
            name,
            value,
            standardError,
            generatedCount,
            referenceCount,
            real
        );

    /// <summary>The name of the metric (<see cref="MetricCatalog"/>).</summary>
    public string Name { get; }

    /// <summary>The measured value.</summary>
    public double Value { get; }

    /// <summary>The standard error of the value; null if the metric has none.</summary>
    public double? StandardError { get; }

    /// <summary>The number of generated images measured.</summary>
    public int GeneratedCount { get; }

    /// <summary>The number of real images measured; 0 if the metric uses only generated images.</summary>
    public int ReferenceCount { get; }

    /// <summary>
    /// The score that real images get in place of the generated ones; no generator can be expected to do better.
    /// </summary>
    public RealScore? Real { get; }

    /// <summary>What the metric is and how to read it.</summary>
    [JsonIgnore]
    public Metric Metric => MetricCatalog.Find(Name);
}

/// <summary>The score of real images.</summary>
public sealed class RealScore
{
    [JsonConstructor]
    internal RealScore(double value, double? standardError, int count) =>
        (Value, StandardError, Count) = (value, standardError, count);

    /// <summary>The measured value.</summary>
    public double Value { get; }

    /// <summary>The standard error of the value; null if the metric has none.</summary>
    public double? StandardError { get; }

    /// <summary>The number of real images used in place of the generated ones.</summary>
    public int Count { get; }
}

/// <summary>How often a class appears.</summary>
public sealed class ClassShare
{
    [JsonConstructor]
    internal ClassShare(string name, double generated, double real) => (Name, Generated, Real) = (name, generated, real);

    /// <summary>The name of the class.</summary>
    public string Name { get; }

    /// <summary>Its share of the generated images, 0 to 1.</summary>
    public double Generated { get; }

    /// <summary>Its share of the real images according to the same classifier, 0 to 1.</summary>
    public double Real { get; }
}

/// <summary>A generated image and the training image nearest to it.</summary>
public sealed class NearestPair
{
    [JsonConstructor]
    internal NearestPair(int generated, int training, double distance, double ratio) =>
        (Generated, Training, Distance, Ratio) = (generated, training, distance, ratio);

    /// <summary>The index of the generated image.</summary>
    public int Generated { get; }

    /// <summary>The index of the training image.</summary>
    public int Training { get; }

    /// <summary>The Euclidean distance between their pixels, whose values are in [0, 1].</summary>
    public double Distance { get; }

    /// <summary>
    /// The distance divided by the training image's distance to its own nearest neighbour: near 0 for a copy, near 1 for a new
    /// image.
    /// </summary>
    public double Ratio { get; }
}
