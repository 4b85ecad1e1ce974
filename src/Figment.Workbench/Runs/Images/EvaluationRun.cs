using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Generation.Images;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Reports;
using TorchSharp;

namespace Figment.Runs.Images;

/// <summary>What to judge, and by what.</summary>
internal sealed record EvaluationRequest : IValidatableObject
{
    /// <summary>A run's folder, a folder of pictures, an array or any other data (<see cref="Datasets.Open"/>).</summary>
    public required string Subject { get; init; }

    /// <summary>The real images (<see cref="RealImages.Open"/>); null takes the data that a run learned from.</summary>
    public string? Against { get; init; }

    /// <summary>
    /// What turns images into features (<see cref="Extractors.Open"/>); of a run <c>auto</c> is its own judge, where it has one.
    /// </summary>
    public string Features { get; init; } = Extractors.Auto;

    /// <summary>How the images are compared; of a run so many samples are made.</summary>
    public EvaluationOptions Options { get; init; } = new();

    /// <summary>Which weights of a run; null takes the best where there are such.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>How the samples of a flow's run are made; null as the run says.</summary>
    public OdeSolver? Solver { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The language in which the page opens.</summary>
    public Language Language { get; init; }

    /// <summary>Where the report goes; null is the run's own folder, or one beside the images named after them.</summary>
    public string? Folder { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new ValidationResult(ComputeDevice.ExplainUnknown(Device));
        if (Solver is not null && !RunFolder.Is(Subject))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{Subject} is not the folder of a run, so what is judged is there already: omit "
                        + $"{new OptionName(nameof(Solver))}."
                )
            );
        }

        if (Checkpoint is not null && !RunFolder.Is(Subject))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{Subject} is not the folder of a run, so it has no checkpoints: omit {new OptionName(nameof(Checkpoint))}."
                )
            );
        }

        if (Against is null && !RunFolder.Is(Subject))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{Subject} is not the folder of a run, so what is real must be named: "
                        + $"{new OptionName(nameof(Against), "mnist")} (or drums), a folder of pictures or recordings, or a file."
                )
            );
        }
    }
}

/// <summary>What was found, and where it is written.</summary>
/// <param name="Report">The numbers.</param>
/// <param name="ReportFile"><c>report.json</c>.</param>
/// <param name="Page"><c>report.html</c>.</param>
internal sealed record EvaluationResult(EvaluationReport Report, string ReportFile, string Page);

/// <summary>An evaluation from request to report: what the command line and the studio both do.</summary>
internal static class EvaluationRun
{
    /// <summary>Judges images and writes <c>report.json</c> and <c>report.html</c>.</summary>
    /// <param name="request">What to judge.</param>
    /// <param name="progress">Hears of it, on this thread.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="clock">Measures time; null is the system's.</param>
    /// <param name="cancellationToken">Stops; nothing is written then.</param>
    /// <exception cref="FigmentException">Anything a user can mend.</exception>
    public static EvaluationResult Evaluate(
        EvaluationRequest request,
        IProgress<EvaluationProgress>? progress = null,
        IProgress<DataProgress>? loading = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        OptionsValidator.ThrowIfInvalid(request, request.Options);
        torch.Device device = ComputeDevice.Resolve(request.Device);
        RunFolder? run = RunFolder.Is(request.Subject) ? RunFolder.Open(request.Subject) : null;

        // A report that cannot be written is found before the work.
        ReportFiles files = new(FolderOf(request, run));
        if (run is null && !Path.Exists(request.Subject) && !Datasets.IsName(request.Subject))
        {
            throw new FigmentException(
                $"There is nothing to judge at {request.Subject}: it is no run, file or folder, and no data set "
                    + $"({string.Join(", ", Datasets.Names)}). Check the spelling or the path."
            );
        }

        using RealImages real = OpenReal(request.Against, run, loading, cancellationToken);
        real.EnsureEnough(); // before images are made in vain
        using FeatureExtractor extractor = OpenExtractor(request.Features, run, real.Training).MoveTo(device);
        IReadOnlyList<MetricsLine> lines = run is not null && File.Exists(run.MetricsFile) ? run.ReadMetrics() : [];
        (ImageDataset generated, string source) = run is null
            ? (Datasets.Open(request.Subject, DataPart.Train, null, loading, cancellationToken), request.Subject)
            : Draw(run, request, device, progress, cancellationToken);
        using ImageDataset owned = generated;

        EvaluationReport report = Evaluator.Evaluate(
            generated,
            real,
            extractor,
            request.Options,
            source,
            progress,
            clock,
            cancellationToken
        );
        files.WriteJson(report);
        files.WritePage(
            ReportPage.Write(
                report,
                generated,
                real,
                RunCurves.Of(lines),
                [.. lines.SelectMany(line => line.Verdicts)],
                request.Language
            )
        );
        return new EvaluationResult(report, files.Json, files.Page);
    }

    /// <summary>Reads a <c>report.json</c>.</summary>
    /// <exception cref="FileFormatException">It is damaged, or of another version.</exception>
    /// <exception cref="FigmentException">It cannot be opened.</exception>
    public static EvaluationReport Read(string path) => ReportFiles.Read<EvaluationReport>(path, Check);

    /// <summary>Makes sure that what a report says can be.</summary>
    /// <exception cref="JsonException">It cannot.</exception>
    internal static void Check(EvaluationReport report)
    {
        if (report.Metrics.Any(result => result is null || MetricCatalog.All.All(metric => metric.Name != result.Name)))
            throw new JsonException("it holds a metric that is not known");
        if (report.Classes.Contains(null!) || report.Nearest.Contains(null!) || report.Notes.Contains(null!))
            throw new JsonException("it has a hole");
    }

    /// <summary>Where a report goes.</summary>
    /// <param name="request">What is judged.</param>
    /// <param name="run">Its run; null where it is none.</param>
    internal static string FolderOf(EvaluationRequest request, RunFolder? run) =>
        request.Folder ?? run?.Root ?? $"{Path.TrimEndingDirectorySeparator(request.Subject)}-report";

    /// <summary>
    /// What a run learned from; or what was named, brought to what the run's images are. Copies are looked for among what the run
    /// learned from, whatever it is compared with, since a model cannot have copied pictures that were held back; where that is
    /// gone, nothing is said of copies.
    /// </summary>
    internal static RealImages OpenReal(
        string? against,
        RunFolder? run,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        if (run is null)
            return RealImages.Open(against!, null, loading, cancellationToken);
        ImageRunData learned = run.ImageData();
        if (against is null)
        {
            OptionSentence advice = OptionSentence.Of(
                $"Bring it back, or name what to compare with ({new OptionName(nameof(EvaluationRequest.Against))})."
            );
            return LearnedImages
                .Open(run, null, advice, loading, cancellationToken)
                .ToReal(learned.Source, loading, cancellationToken);
        }

        DataPart part = Datasets.HasTestPart(against, learned.Pictures) ? DataPart.Test : DataPart.Train;
        ImageDataset held = HeldOut.Open(against, part, learned.Shape, learned.Pictures, loading, cancellationToken);
        try
        {
            if (held.Sha256 == learned.Sha256)
                return new RealImages(against, held);
            return FindLearned(run, loading, cancellationToken) is LearnedImages found
                ? new RealImages(against, found.Training, held, learned.Source)
                : new RealImages(
                    against,
                    held,
                    new ImageSetCard(learned.Source, learned.Count, learned.Shape, learned.Sha256),
                    [.. learned.Classes.Select(each => (each.Name, each.Count))]
                );
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Where nobody says by what to judge, that by which the run's samples were judged while it trained, if that was a file.
    /// </summary>
    internal static FeatureExtractor OpenExtractor(string features, RunFolder? run, ImageDataset training) =>
        features == Extractors.Auto && run is not null && Extractors.OfRun(run, training, []) is (FeatureExtractor extractor, _)
            ? extractor
            : Extractors.Open(features, training);

    /// <summary>What a run learned from; null where it is gone or has changed.</summary>
    private static LearnedImages? FindLearned(
        RunFolder run,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return run.OpenImages(null, loading, cancellationToken: cancellationToken);
        }
        catch (FigmentException)
        {
            return null;
        }
    }

    private static (ImageDataset Images, string Source) Draw(
        RunFolder run,
        EvaluationRequest request,
        torch.Device device,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Checkpoint checkpoint = request.Checkpoint ?? run.Preferred;
        using ImageModel model = run.LoadModel<ImageModel>(device, checkpoint);
        IOdeSampler.Set(model, request.Solver);
        progress?.Report(new EvaluationProgress("making images", 0));
        ImageDataset images = SampleSet.Draw(
            model,
            request.Options.Count,
            JudgedSamples.Of(model, request.Options.Count, request.Options.Seed),
            [.. run.ImageData().Classes.Select(each => each.Name)],
            cancellationToken: cancellationToken
        );
        return (images, $"{run.Root} ({run.Model.Describe(checkpoint)}{(request.Solver is null ? "" : $", {request.Solver}")})");
    }
}
