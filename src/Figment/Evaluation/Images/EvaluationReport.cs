using System.Text.Json.Serialization;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>Everything that a comparison of generated with real images found; the content of <c>report.json</c>.</summary>
public sealed record EvaluationReport
{
    /// <summary>Figment's version.</summary>
    public required string Figment { get; init; }

    /// <summary>The images that were judged.</summary>
    public required ImageSetCard Generated { get; init; }

    /// <summary>The real images that they were compared with.</summary>
    public required ImageSetCard Reference { get; init; }

    /// <summary>
    /// What models learned from, among which copies were looked for; the reference itself where there are no others. Where those
    /// images were no longer there, it is what the run recorded of them, and nothing is said of copies.
    /// </summary>
    public required ImageSetCard Training { get; init; }

    /// <summary>What turned images into features.</summary>
    public required ExtractorCard Extractor { get; init; }

    /// <summary>How they were compared.</summary>
    public required EvaluationOptions Options { get; init; }

    /// <summary>The numbers, in the order of <see cref="MetricCatalog"/>.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>The classes as the extractor sees them; empty where it knows none.</summary>
    public required IReadOnlyList<ClassShare> Classes { get; init; }

    /// <summary>
    /// The generated images that are nearest to a training image, in parts of what is usual there, the nearest first.
    /// </summary>
    public required IReadOnlyList<NearestPair> Nearest { get; init; }

    /// <summary>How many images of the reference models learned from, pixel by pixel; null where that is not known.</summary>
    public int? Seen { get; init; }

    /// <summary>What was left out and why, and what else a reader of the numbers must know.</summary>
    public IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>The best that a generator of this kind has reached under the same conditions; null where none is known.</summary>
    public ReachedScores? Reached { get; init; }

    /// <summary>Seconds that it took.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A set of images.</summary>
public sealed class ImageSetCard
{
    [JsonConstructor]
    internal ImageSetCard(string source, int count, ImageShape shape, string sha256) =>
        (Source, Count, Shape, Sha256) = (source, count, shape, sha256);

    /// <summary>What was asked for: a name, a run, a path.</summary>
    public string Source { get; }

    /// <summary>Images there were to choose from.</summary>
    public int Count { get; }

    /// <summary>The shape of every image.</summary>
    public ImageShape Shape { get; }

    /// <summary>Over pixels and labels, as 8-bit values.</summary>
    public string Sha256 { get; }

    /// <summary>Whether both are the same images from the same place.</summary>
    internal bool IsSameAs(ImageSetCard other) =>
        (Source, Count, Shape, Sha256) == (other.Source, other.Count, other.Shape, other.Sha256);

    /// <summary>Describes a set of images.</summary>
    internal static ImageSetCard Of(ImageDataset images, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSetCard(source ?? images.Name, images.Count, images.Shape, images.Sha256);
    }
}

/// <summary>One number with all that is needed to read it.</summary>
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

    /// <summary>The metric's name (<see cref="MetricCatalog"/>).</summary>
    public string Name { get; }

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>How far chance may have moved it; null where the metric has no such figure.</summary>
    public double? StandardError { get; }

    /// <summary>Generated images that it is about.</summary>
    public int GeneratedCount { get; }

    /// <summary>Real images that it is about; 0 where it looks at the generated ones alone.</summary>
    public int ReferenceCount { get; }

    /// <summary>What real images score in place of the generated ones: no generator can be expected to do better.</summary>
    public RealScore? Real { get; }

    /// <summary>What this number is and how to read it.</summary>
    [JsonIgnore]
    public Metric Metric => MetricCatalog.Find(Name);
}

/// <summary>What real images score.</summary>
public sealed class RealScore
{
    [JsonConstructor]
    internal RealScore(double value, double? standardError, int count) =>
        (Value, StandardError, Count) = (value, standardError, count);

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <summary>How far chance may have moved it; null where the metric has no such figure.</summary>
    public double? StandardError { get; }

    /// <summary>Real images in the place of the generated ones.</summary>
    public int Count { get; }
}

/// <summary>How often a class appears.</summary>
public sealed class ClassShare
{
    [JsonConstructor]
    internal ClassShare(string name, double generated, double real) => (Name, Generated, Real) = (name, generated, real);

    /// <summary>The class.</summary>
    public string Name { get; }

    /// <summary>Its share of the generated images, 0 to 1.</summary>
    public double Generated { get; }

    /// <summary>Its share of the real images, as the same classifier sees them, 0 to 1.</summary>
    public double Real { get; }
}

/// <summary>A generated image and the training image nearest to it.</summary>
public sealed class NearestPair
{
    [JsonConstructor]
    internal NearestPair(int generated, int training, double distance, double ratio) =>
        (Generated, Training, Distance, Ratio) = (generated, training, distance, ratio);

    /// <summary>The number of the generated image.</summary>
    public int Generated { get; }

    /// <summary>The number of the training image.</summary>
    public int Training { get; }

    /// <summary>The Euclidean distance of their pixels in [0, 1].</summary>
    public double Distance { get; }

    /// <summary>
    /// The same, divided by that training image's distance to its own nearest neighbour: a copy is near 0, a new image near 1.
    /// </summary>
    public double Ratio { get; }
}
