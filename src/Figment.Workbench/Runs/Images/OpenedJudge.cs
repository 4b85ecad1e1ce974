using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Training;

namespace Figment.Runs.Images;

/// <summary>The judge that judges a run's samples by their images; it was either found, or created for the run's data.</summary>
internal sealed class OpenedJudge : IDisposable
{
    private const string KeptFile = "judge.safetensors";

    private readonly KeptJudge? own;

    private OpenedJudge(FeatureExtractor extractor, string? file, KeptJudge? own = null) =>
        (Extractor, File, this.own) = (extractor, file, own);

    /// <summary>The network that turns images into features.</summary>
    internal FeatureExtractor Extractor { get; }

    /// <summary>The full path of the file that it was read from; null if it comes with Figment.</summary>
    internal string? File { get; }

    /// <inheritdoc cref="ISampleJudge.Card"/>
    internal ExtractorCard Card => Extractor.Describe().With(own?.Notes ?? []);

    /// <inheritdoc cref="ISampleJudge.Kept"/>
    internal string? Kept => own?.File is null ? null : KeptFile;

    /// <inheritdoc cref="ISampleJudge.KeepIn"/>
    internal void KeepIn(string folder)
    {
        if (own?.File is byte[] made)
            AtomicFile.Write(Path.Combine(folder, KeptFile), stream => stream.Write(made));
    }

    /// <inheritdoc/>
    public void Dispose() => Extractor.Dispose();

    /// <summary>Whether samples of such data are to be judged.</summary>
    /// <param name="features">The requested judge.</param>
    /// <param name="data">The data.</param>
    /// <param name="items">The items of the data, in the plural.</param>
    /// <exception cref="FigmentException">A judge was named, but there is too little data to use it.</exception>
    internal static bool IsWanted(string features, Dataset data, string items)
    {
        bool isTooSmall = data.Count < LiveEvaluator.Fewest;
        if (isTooSmall && features is not (Extractors.Auto or TrainingRun.NoFeatures))
        {
            throw new FigmentException(
                OptionSentence.Of(
                    $"{data.Name} has {data.Count} {items}, too few to judge samples: at least {LiveEvaluator.Fewest} "
                        + $"are needed. Omit {new OptionName(nameof(TrainingRequest.Features))}, or add {items}."
                )
            );
        }

        return features != TrainingRun.NoFeatures && !isTooSmall;
    }

    /// <summary>Opens the requested judge.</summary>
    /// <exception cref="FigmentException">The judge does not exist, or does not take such images.</exception>
    internal static OpenedJudge Open(string features, ImageDataset data) =>
        new(Extractors.Open(features, data), Extractors.IsFile(features) ? Path.GetFullPath(features) : null);

    /// <summary>
    /// Opens the judge for a new run. If none is named and no included classifier knows the data, it uses a classifier of the
    /// data's own classes, or statistics of image patches; either is created if it does not exist yet.
    /// </summary>
    /// <param name="order">The requested judge.</param>
    /// <param name="data">The images; they are moved to the device of the judge.</param>
    /// <param name="cancellationToken">Stops the creation.</param>
    internal static OpenedJudge Open(JudgeOrder order, ImageDataset data, CancellationToken cancellationToken)
    {
        if (order.Word != Extractors.Auto || order.Folder is null)
            return Open(order.Word, data);
        if (Extractors.InPackage(data) is { } known)
            return new OpenedJudge(known, null);
        data.To(order.Device);
        KeptJudge own = new JudgeShelf(order.Folder).Open(
            data,
            order.Plan,
            order.Clock,
            Heard(data, order.Progress),
            cancellationToken
        );
        FeatureExtractor extractor = own.File is null
            ? Extractors.Open(Extractors.Pixels, data)
            : FeatureExtractors.Load(own.File, KeptFile);
        return new OpenedJudge(extractor, null, own);
    }

    /// <summary>Opens the judge of a run; a file is searched for in the same way as the run's data.</summary>
    /// <exception cref="FigmentException">The judge is gone.</exception>
    internal static OpenedJudge Reopen(RunFolder folder, ImageDataset data)
    {
        RunOptions options = folder.Options;
        if (options.Extractor is not { } card || !Extractors.IsFile(options.Features))
            return Open(options.Features, data);
        List<string> sought = [];
        if (Extractors.OfRun(folder, data, sought) is (FeatureExtractor found, string place))
            return new OpenedJudge(found, place);
        if (sought.Count == 0)
            sought.AddRange(PlacesOfPath.Named(options.Features, options.FeaturesPath).Select(place => $"{place} is not there"));
        throw new FigmentException(
            $"The file that judges this run's samples ({options.Features}, SHA-256 "
                + $"{card.Sha256[..Math.Min(12, card.Sha256.Length)]}…) was not found: {string.Join("; ", sought)}. Put the file "
                + $"back in one of these places, or into the run's folder."
        );
    }

    private static Callback<ClassifierProgress>? Heard(ImageDataset data, IProgress<DataProgress>? progress)
    {
        double? right = null;
        return progress is null
            ? null
            : new Callback<ClassifierProgress>(heard =>
            {
                right = heard.TestAccuracy ?? right;
                progress.Report(
                    new DataProgress(DataActivity.Judging, data.Name, (long)(heard.Fraction * 100), 100) { Right = right }
                );
            });
    }
}
