using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Onnx;

namespace Figment.Runs.Images;

/// <summary>Finds the extractor that a user names.</summary>
internal static class Extractors
{
    /// <summary>The word for the best available extractor for the data.</summary>
    public const string Auto = "auto";

    /// <summary>The word for <see cref="PixelExtractor"/>.</summary>
    public const string Pixels = "pixels";

    /// <summary>The data sets whose classifiers are included in the package.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } = ["mnist", "fashion-mnist"];

    /// <summary>Opens an extractor.</summary>
    /// <param name="word">
    /// <c>auto</c> (the included classifier trained on exactly this data if there is one, otherwise pixels); <c>pixels</c>; the
    /// name of a data set with an included classifier; a file from <c>figment evaluator train</c>; or an ONNX file.
    /// </param>
    /// <param name="training">The real images.</param>
    /// <exception cref="FigmentException">The extractor does not exist, or does not take images of that shape.</exception>
    public static FeatureExtractor Open(string word, ImageDataset training)
    {
        ArgumentNullException.ThrowIfNull(word);
        ArgumentNullException.ThrowIfNull(training);
        FeatureExtractor extractor = word switch
        {
            Auto => InPackage(training) ?? new PixelExtractor(training.Shape),
            Pixels => new PixelExtractor(training.Shape),
            _ when BuiltIn.Contains(word) => ClassifierExtractor.BuiltIn(word)!,
            _ when !File.Exists(word) => throw new FigmentException(
                $"There is no extractor '{word}': it is neither a file nor one of {Auto}, {Pixels}, "
                    + $"{string.Join(", ", BuiltIn)}. Train one with 'figment evaluator train', or name an ONNX file."
            ),
            _ when Path.GetExtension(word).Equals(".onnx", StringComparison.OrdinalIgnoreCase) => OnnxExtractor.Load(word),
            _ => FeatureExtractors.Load(word),
        };
        if (extractor.WhyNot(training) is not Text reason)
            return extractor;
        extractor.Dispose();
        throw new FigmentException($"{reason}");
    }

    /// <summary>
    /// Opens the judge file that was used for a run's samples; it is searched for in the same way as the run's data.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="training">The real images.</param>
    /// <param name="passed">Receives the paths of files that turned out to be something else.</param>
    /// <returns>Null if the samples were not judged with a file, or the file is gone.</returns>
    /// <exception cref="FigmentException">The file is damaged, or does not take images of that shape.</exception>
    internal static (FeatureExtractor Extractor, string Place)? OfRun(RunFolder run, ImageDataset training, List<string> passed)
    {
        RunOptions options = run.Options;
        if (options.Extractor is not { } card || !IsFile(options.Features))
            return null;
        string own = Path.Combine(run.Root, Path.GetFileName(options.Features)); // first the file that the run itself keeps
        IEnumerable<string> others = PlacesOfPath.Existing(options.Features, options.FeaturesPath, run.Root);
        foreach (string place in File.Exists(own) ? others.Prepend(own).Distinct() : others)
        {
            FeatureExtractor found = Open(place, training);
            if (found.Sha256 == card.Sha256)
                return (found, place);
            passed.Add($"{place} has another SHA-256 ({found.Sha256[..12]}…)");
            found.Dispose();
        }

        return null;
    }

    /// <summary>Whether a word passed to <see cref="Open"/> is the path of a file.</summary>
    internal static bool IsFile(string word) => word is not (Auto or Pixels) && !BuiltIn.Contains(word);

    /// <summary>The included classifier that was trained on this data, or null.</summary>
    internal static FeatureExtractor? InPackage(ImageDataset training)
    {
        foreach (string name in BuiltIn)
        {
            ClassifierExtractor? candidate = ClassifierExtractor.BuiltIn(name);
            if (candidate?.Card.DataSha256 == training.Sha256)
                return candidate;
            candidate?.Dispose();
        }

        return null;
    }
}
