using Figment.Formats;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>The extractors that there are; one of one's own is a <see cref="FeatureExtractor"/>.</summary>
public static class FeatureExtractors
{
    /// <summary>
    /// The pixels themselves, averaged over squares until at most 256 numbers are left: for data that no classifier knows. It
    /// sees brightness and place, not what a picture shows, so it is a rough judge.
    /// </summary>
    /// <param name="shape">The shape of the images to look at.</param>
    public static FeatureExtractor Pixels(ImageShape shape) => new PixelExtractor(shape);

    /// <summary>The classifier that is part of the package for a data set, or null.</summary>
    /// <param name="dataName">For instance <c>mnist</c>.</param>
    public static FeatureExtractor? BuiltIn(string dataName) => ClassifierExtractor.BuiltIn(dataName);

    /// <summary>Loads a classifier that <c>figment evaluator train</c> wrote, or what a run keeps to be judged by.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">The file is damaged, or is something else.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static FeatureExtractor Load(string path) =>
        SafeTensorsFile.ReadMetadata(path).GetValueOrDefault("kind") == PatchExtractor.Kind
            ? PatchExtractor.Load(Storage.Try(path, "read", () => File.ReadAllBytes(path)), path)
            : ClassifierExtractor.Load(path);

    /// <summary>Loads one from memory.</summary>
    internal static FeatureExtractor Load(byte[] file, string name)
    {
        using MemoryStream stream = new(file, writable: false);
        return SafeTensorsHeader.Read(stream, name).Metadata.GetValueOrDefault("kind") == PatchExtractor.Kind
            ? PatchExtractor.Load(file, name)
            : ClassifierExtractor.Load(file, name);
    }
}
