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
    /// What models learned from, among which copies were looked for; the reference itself where there are no others. Where those images were no
    /// longer there, it is what the run recorded of them, and nothing is said of copies.
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

    /// <summary>The generated images that are nearest to a training image, in parts of what is usual there, the nearest first.</summary>
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
/// <param name="Source">What was asked for: a name, a run, a path.</param>
/// <param name="Count">Images there were to choose from.</param>
/// <param name="Shape">The shape of every image.</param>
/// <param name="Sha256">Over pixels and labels, as 8-bit values.</param>
public sealed record ImageSetCard(string Source, int Count, ImageShape Shape, string Sha256)
{
    /// <summary>Describes a set of images.</summary>
    public static ImageSetCard Of(ImageDataset images, string? source = null)
    {
        ArgumentNullException.ThrowIfNull(images);
        return new ImageSetCard(source ?? images.Name, images.Count, images.Shape, images.Sha256);
    }
}

/// <summary>One number with all that is needed to read it.</summary>
/// <param name="Name">The metric's name (<see cref="MetricCatalog"/>).</param>
/// <param name="Value">The number.</param>
/// <param name="StandardError">How far chance may have moved it; null where the metric has no such figure.</param>
/// <param name="GeneratedCount">Generated images that it is about.</param>
/// <param name="ReferenceCount">Real images that it is about; 0 where it looks at the generated ones alone.</param>
/// <param name="Real">What real images score in place of the generated ones: no generator can be expected to do better.</param>
public sealed record MetricResult(string Name, double Value, double? StandardError, int GeneratedCount, int ReferenceCount, RealScore? Real)
{
    /// <summary>What this number is and how to read it.</summary>
    [JsonIgnore]
    public Metric Metric => MetricCatalog.Find(Name);
}

/// <summary>What real images score.</summary>
/// <param name="Value">The number.</param>
/// <param name="StandardError">How far chance may have moved it; null where the metric has no such figure.</param>
/// <param name="Count">Real images in the place of the generated ones.</param>
public sealed record RealScore(double Value, double? StandardError, int Count);

/// <summary>How often a class appears.</summary>
/// <param name="Name">The class.</param>
/// <param name="Generated">Its share of the generated images, 0 to 1.</param>
/// <param name="Real">Its share of the real images, as the same classifier sees them, 0 to 1.</param>
public sealed record ClassShare(string Name, double Generated, double Real);

/// <summary>A generated image and the training image nearest to it.</summary>
/// <param name="Generated">The number of the generated image.</param>
/// <param name="Training">The number of the training image.</param>
/// <param name="Distance">The Euclidean distance of their pixels in [0, 1].</param>
/// <param name="Ratio">The same, divided by that training image's distance to its own nearest neighbour: a copy is near 0, a new image near 1.</param>
public sealed record NearestPair(int Generated, int Training, double Distance, double Ratio);
