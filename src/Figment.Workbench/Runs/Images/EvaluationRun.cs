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

/// <summary>What to judge, and how.</summary>
internal sealed record EvaluationRequest : IValidatableObject
{
    /// <summary>
    /// What to judge: a run's folder, a folder of pictures, an array, or any other data (<see cref="Datasets.Open"/>).
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>The real images (<see cref="RealImages.Open"/>); null uses the training data of the run.</summary>
    public string? Against { get; init; }

    /// <summary>
    /// What turns images into features (<see cref="Extractors.Open"/>). For a run, <c>auto</c> uses the run's own judge if it has
    /// one.
    /// </summary>
    public string Features { get; init; } = Extractors.Auto;

    /// <summary>How the images are compared and, for a run, how many samples to make.</summary>
    public EvaluationOptions Options { get; init; } = new();

    /// <summary>Which weights of a run to use; null uses the best if they exist.</summary>
    public Checkpoint? Checkpoint { get; init; }

    /// <summary>The solver for the samples of a flow; null uses the run's own solver.</summary>
    public OdeSolver? Solver { get; init; }

    /// <summary><c>auto</c>, <c>cpu</c>, <c>cuda</c>, or <c>cuda:N</c>.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>The language in which the page opens.</summary>
    public Language Language { get; init; }

    /// <summary>
    /// The folder of the report; null uses the run's own folder or, for images, a folder beside them that is named after them.
    /// </summary>
    public string? Folder { get; init; }

    IEnumerable<ValidationResult> IValidatableObject.Validate(ValidationContext validationContext)
    {
        if (!ComputeDevice.IsKnown(Device))
            yield return new BrokenRule(null, ComputeDevice.ExplainUnknown(Device));
        if (Solver is not null && !RunFolder.Is(Subject))
        {
            yield return new BrokenRule(
                null,
                OptionSentence.Of(
                    $"{Subject} is not the folder of a run, so it already holds the samples to judge: omit "
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
                    $"{Subject} is not the folder of a run, so the real data must be named: "
                        + $"{new OptionName(nameof(Against), "mnist")} (or drums), a folder of pictures or recordings, or a "
                        + $"file."
                )
            );
        }
    }
}

/// <summary>An evaluation, and where it was written.</summary>
/// <param name="Report">The evaluation.</param>
/// <param name="ReportFile"><c>report.json</c>.</param>
/// <param name="Page"><c>report.html</c>.</param>
internal sealed record EvaluationResult(EvaluationReport Report, string ReportFile, string Page);

/// <summary>Evaluates images from request to report; the command line and the studio share it.</summary>
internal static class EvaluationRun
{
    /// <summary>Judges images and writes <c>report.json</c> and <c>report.html</c>.</summary>
    /// <param name="request">What to judge.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="loading">Receives the progress of a download and of the reading.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="cancellationToken">Stops the evaluation; nothing is written then.</param>
    /// <exception cref="FigmentException">Any error that a user can fix.</exception>
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

        // Check that the report can be written before starting the work.
        ReportFiles files = new(FolderOf(request, run));
        if (run is null && !Path.Exists(request.Subject) && !Datasets.IsName(request.Subject))
        {
            throw new FigmentException(
                $"There is nothing to judge at {request.Subject}: it is not a run, file, folder, or data set "
                    + $"({string.Join(", ", Datasets.Names)}). Check the spelling or the path."
            );
        }

        using RealImages real = OpenReal(request.Against, run, loading, cancellationToken);
        real.EnsureEnough(); // to avoid making images in vain
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
    /// <exception cref="FileFormatException">The file is damaged, or from another version.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    public static EvaluationReport Read(string path) => ReportFiles.Read<EvaluationReport>(path, Check);

    /// <summary>Checks that the values in a report are possible.</summary>
    /// <exception cref="JsonException">A value is impossible.</exception>
    internal static void Check(EvaluationReport report)
    {
        if (report.Metrics.Any(result => result is null || MetricCatalog.All.All(metric => metric.Name != result.Name)))
            throw new JsonException("it has an unknown metric");
        if (report.Classes.Contains(null!) || report.Nearest.Contains(null!) || report.Notes.Contains(null!))
            throw new JsonException("a part of it is missing");
    }

    /// <summary>The folder of a report.</summary>
    /// <param name="request">What is judged.</param>
    /// <param name="run">Its run; null if it is not a run.</param>
    internal static string FolderOf(EvaluationRequest request, RunFolder? run) =>
        request.Folder ?? run?.Root ?? $"{Path.TrimEndingDirectorySeparator(request.Subject)}-report";

    /// <summary>
    /// Opens the training data of a run, or the named data, converted to the form of the run's images. Copies are always searched
    /// for in the training data, because a model cannot copy held-out pictures; if the training data is gone, the report says
    /// nothing about copies.
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

    /// <summary>If no judge is named, this uses the one that judged the run's samples during training, if it is a file.</summary>
    internal static FeatureExtractor OpenExtractor(string features, RunFolder? run, ImageDataset training) =>
        features == Extractors.Auto && run is not null && Extractors.OfRun(run, training, []) is (FeatureExtractor extractor, _)
            ? extractor
            : Extractors.Open(features, training);

    /// <summary>The training data of a run; null if it is gone or has changed.</summary>
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
