using Figment.Backend;
using Figment.Data.Images;
using static TorchSharp.torch;

namespace Figment.Evaluation.Images;

/// <summary>The progress of an evaluation.</summary>
public sealed class EvaluationProgress
{
    internal EvaluationProgress(string doing, double fraction) => (Doing, Fraction) = (doing, fraction);

    /// <summary>The current work in words.</summary>
    public string Doing { get; }

    /// <summary>The share of the work that is done, 0 to 1.</summary>
    public double Fraction { get; }
}

/// <summary>Evaluates generated images by comparing them with real ones.</summary>
public static class Evaluator
{
    private const int PairsShown = 10,
        FewImages = 50;

    /// <summary>
    /// Computes every metric of <see cref="MetricCatalog"/> that these images allow, each together with the score of real images
    /// in place of the generated ones. All images are compared as 8-bit values, so that a model, a folder of its pictures and an
    /// array of its images get the same numbers.
    /// </summary>
    /// <param name="generated">The images to evaluate.</param>
    /// <param name="real">Real images of the same shape.</param>
    /// <param name="extractor">The extractor that turns images into features.</param>
    /// <param name="options">The number of images and the parameters of the metrics; null for the defaults.</param>
    /// <param name="source">What the user named as the generated images; null for the name of the data set.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="cancellationToken">Cancels between two parts of the work.</param>
    /// <exception cref="OptionsException">Options are out of range.</exception>
    /// <exception cref="FigmentException">
    /// The images have different shapes or are too few, or the extractor does not accept them.
    /// </exception>
    public static EvaluationReport Evaluate(
        ImageDataset generated,
        RealImages real,
        FeatureExtractor extractor,
        EvaluationOptions? options = null,
        string? source = null,
        IProgress<EvaluationProgress>? progress = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(extractor);
        options ??= new EvaluationOptions();
        clock ??= TimeProvider.System;
        OptionsValidator.ThrowIfInvalid(options);
        Check(generated, real);
        long start = clock.GetTimestamp();
        string items = generated.Form.Plural();
        SeededRandom random = new(options.Seed);

        // --- The two sides, and real images in place of the generated ones.
        using Tensor drawn = generated.Draw(options.Count, random);
        using ImageDataset judged = generated.Subset(drawn),
            reference = real.Reference.Sample(options.Count, random);
        (ImageDataset stand, ImageDataset? other) = real.Split(judged.Count, reference.Count, random);
        using ImageDataset ownedStand = stand;
        using ImageDataset? ownedOther = other;
        using ComparedImages seen = Look(judged, $"extracting features of the generated {items}", 0);
        using ComparedImages seenReference = Look(reference, $"extracting features of the real {items}", 0.2);
        using ComparedImages seenStand = Look(stand, $"extracting features of more real {items}", 0.4);
        using ComparedImages? seenOther = other is null ? null : Look(other, $"extracting features of more real {items}", 0.5);

        // --- Every metric, for both.
        bool fits = real.IsTestTooSmall || (real.Classes?.Fits ?? true);
        Comparison comparison = new(
            seen,
            seenReference,
            real.Lost is null ? (judged, real.Training) : null,
            options,
            cancellationToken
        );
        Comparison realComparison = new(
            seenStand,
            seenOther ?? seenReference,
            other is null ? (reference, real.Training) : (stand, other),
            options,
            cancellationToken
        );
        List<MetricResult> results = [];
        foreach (Metric metric in MetricCatalog.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (metric.IsByClass && !fits)
                continue;
            progress?.Report(new EvaluationProgress(metric.Title, 0.6 + (0.4 * results.Count / MetricCatalog.All.Count)));
            if (
                metric.Compute(comparison) is not Estimate value
                || (metric.ComputeReal ?? metric.Compute)(realComparison) is not Estimate floor
            )
                continue;
            results.Add(
                new MetricResult(
                    metric.Name,
                    value.Value,
                    value.StandardError,
                    metric.GeneratedCount(comparison),
                    metric.ReferenceCount(comparison),
                    new RealScore(floor.Value, floor.StandardError, metric.RealCount(realComparison))
                )
            );
        }

        int? repeated = real.CountSeen(cancellationToken);
        progress?.Report(new EvaluationProgress("done", 1));
        ExtractorCard card = extractor.Describe();
        ImageSetCard realCard = ImageSetCard.Of(real.Reference, real.Source);
        return new EvaluationReport
        {
            Figment = typeof(Evaluator).Assembly.GetName().Version!.ToString(3),
            Generated = ImageSetCard.Of(generated, source),
            Reference = realCard,
            Training = real.Lost ?? ImageSetCard.Of(real.Training, real.TrainingSource),
            Extractor = card,
            Options = options,
            Metrics = results,
            Classes =
                fits && seen.Classes is { } classes
                    ?
                    [
                        .. extractor.ClassNames.Select(
                            (name, label) => new ClassShare(name, classes.Shares[label], seenReference.Classes!.Shares[label])
                        ),
                    ]
                    : [],
            Nearest = comparison.Nearest is null
                ? []
                :
                [
                    .. comparison
                        .Nearest.Matches.OrderBy(match => match.Ratio)
                        .Take(PairsShown)
                        .Select(match => new NearestPair(
                            (int)drawn[match.Query].item<long>(),
                            (int)match.Training,
                            match.Distance,
                            match.Ratio
                        )),
                ],
            Seen = repeated,
            Notes =
            [
                .. real.IsTestTooSmall ? [] : real.Notes,
                .. Cautions(judged, real, repeated),
                .. Disproportion(judged.Form, judged.Count, reference.Count, stand.Count, other?.Count),
            ],
            Reached = judged.Count == reference.Count ? ReachedScores.Find(card, realCard, options, judged.Count) : null,
            Seconds = Math.Round(clock.GetElapsedTime(start).TotalSeconds, 2),
        };

        ComparedImages Look(ImageDataset images, string doing, double from) =>
            new(
                images,
                extractor.Extract(
                    images,
                    null,
                    progress is null
                        ? null
                        : new Part(done => progress.Report(new EvaluationProgress(doing, from + (0.1 * done / images.Count)))),
                    cancellationToken
                ),
                extractor.ClassNames,
                options,
                cancellationToken
            );
    }

    private static IEnumerable<Text> Cautions(ImageDataset judged, RealImages real, int? seen)
    {
        if (real.IsTestTooSmall)
        {
            yield return judged
                .Form.Note("note.comparison.smallTest")
                .Fill(("count", $"{real.Test!.Count}"), ("fewest", $"{EvaluationOptions.Fewest}"));
        }
        else if (seen > 0 && real.Test is not null)
        {
            yield return judged
                .Form.Note("note.comparison.seen")
                .Fill(("seen", WordTable.Number(seen.Value)), ("count", WordTable.Number(real.Test.Count)));
        }

        int fewer = Math.Min(judged.Count, real.Reference.Count);
        if (fewer >= FewImages)
            yield break;
        yield return judged.Form.Note("note.comparison.few").Fill(("count", $"{fewer}"));
    }

    /// <summary>
    /// Notes that the real images could not be split in the same proportion as the compared images, which affects some numbers.
    /// </summary>
    private static IEnumerable<Text> Disproportion(PictureForm? form, long judged, long reference, long stand, long? halved)
    {
        // Rounding to whole images changes either side by less than one image.
        if (halved is not long other)
            yield break;
        if (Math.Abs((stand * reference) - (other * judged)) <= Math.Max(judged, reference))
            yield break;
        long even = Math.Min(judged, reference);
        yield return form.Note("note.comparison.disproportion")
            .Fill(
                ("stand", WordTable.Number(stand)),
                ("other", WordTable.Number(other)),
                ("judged", WordTable.Number(judged)),
                ("reference", WordTable.Number(reference)),
                ("even", WordTable.Number(even))
            );
    }

    private static void Check(ImageDataset generated, RealImages real)
    {
        string items = generated.Form.Plural();
        if (generated.Count < EvaluationOptions.Fewest)
            throw new FigmentException(
                $"There are only {generated.Count} generated {OptionSentence.Word(items)}, too few to judge: at least "
                    + $"{EvaluationOptions.Fewest} are "
                    + $"needed{(generated.Form is null ? OptionSentence.Of(", and 10,000 are usual") : "")}. Generate more."
            );
        real.EnsureEnough();
        if (generated.Shape != real.Reference.Shape)
            throw new FigmentException(
                $"The generated {OptionSentence.Word(items)} are {generated.Shape}, but the real ones are "
                    + $"{real.Reference.Shape} (channels × "
                    + $"height × width). Compare {OptionSentence.Word(items)} of the same shape."
            );
    }

    private sealed class Part(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
