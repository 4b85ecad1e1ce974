using Figment.Formats;
using Figment.Imaging;

namespace Figment.Evaluation.Images;

/// <summary>Creates the available extractors; to write your own, derive from <see cref="FeatureExtractor"/>.</summary>
public static class FeatureExtractors
{
    /// <summary>
    /// Creates an extractor for data that no classifier knows. Its features are the pixels, averaged over squares until at most
    /// 256 values are left. It registers brightness and position but not what a picture shows, so it is a rough judge.
    /// </summary>
    /// <param name="shape">The shape of the images to compare.</param>
    public static FeatureExtractor Pixels(ImageShape shape) => new PixelExtractor(shape);

    /// <summary>Returns the classifier that the package contains for a data set, or null if there is none.</summary>
    /// <param name="dataName">The name of the data set, for instance <c>mnist</c>.</param>
    public static FeatureExtractor? BuiltIn(string dataName) => ClassifierExtractor.BuiltIn(dataName);

    /// <summary>Loads a classifier that <c>figment evaluator train</c> wrote, or an extractor that a run keeps.</summary>
    /// <param name="path">The path of the file.</param>
    /// <exception cref="FileFormatException">The file is damaged, or is not an extractor.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static FeatureExtractor Load(string path) =>
        SafeTensorsFile.ReadMetadata(path).GetValueOrDefault("kind") == PatchExtractor.Kind
            ? PatchExtractor.Load(Storage.Try(path, "read", () => File.ReadAllBytes(path)), path)
            : ClassifierExtractor.Load(path);

    /// <summary>Loads an extractor from memory.</summary>
    internal static FeatureExtractor Load(byte[] file, string name)
    {
        using MemoryStream stream = new(file, writable: false);
        return SafeTensorsHeader.Read(stream, name).Metadata.GetValueOrDefault("kind") == PatchExtractor.Kind
            ? PatchExtractor.Load(file, name)
            : ClassifierExtractor.Load(file, name);
    }
}
