using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Models.Images;
using Figment.Reports;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Runs.Sounds;

/// <summary>An evaluation of sounds, and where it was written.</summary>
/// <param name="Report">The evaluation.</param>
/// <param name="ReportFile"><c>report.json</c>.</param>
/// <param name="Page"><c>report.html</c>.</param>
internal sealed record SoundEvaluationResult(SoundReport Report, string ReportFile, string Page);

/// <summary>Evaluates sounds from request to report.</summary>
internal static class SoundEvaluationRun
{
    /// <summary>The default number of sounds to compare on each side.</summary>
    internal const int UsualCount = 2_000;

    // The fraction of the work that is done once the generated sounds have been processed.
    private const double Heard = 0.5;

    /// <summary>Judges sounds and writes <c>report.json</c> and <c>report.html</c>.</summary>
    /// <param name="request">What to judge: a run of sounds, or recordings.</param>
    /// <param name="progress">Receives the progress, on this thread.</param>
    /// <param name="loading">Receives the progress of reading and processing the sounds.</param>
    /// <param name="clock">The clock that measures time; null for the system's.</param>
    /// <param name="cancellationToken">Stops the evaluation; nothing is written then.</param>
    /// <exception cref="FigmentException">Any error that a user can fix.</exception>
    internal static SoundEvaluationResult Evaluate(
        EvaluationRequest request,
        IProgress<EvaluationProgress>? progress = null,
        IProgress<DataProgress>? loading = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        OptionsValidator.ThrowIfInvalid(request, request.Options);
        torch.Device device = ComputeDevice.Resolve(request.Device);
        RunFolder? run = RunFolder.Is(request.Subject) ? RunFolder.Open(request.Subject) : null;
        ReportFiles files = new(EvaluationRun.FolderOf(request, run));

        // --- The real sounds, and their judge.
        using RealSounds real = run is null
            ? RealSounds.Open(
                request.Against!,
                SoundSources.ReadingAt(request.Against!, new SoundOptions { SkipBroken = true }),
                loading,
                cancellationToken
            )
            : RealSounds.Open(run, request.Against, loading, cancellationToken);
        using SoundListener listener = new(real.Shape);
        (RealImages pictures, SoundFigures figures) = real.Listen(listener, loading, cancellationToken);
        using RealImages owned = pictures;
        pictures.EnsureEnough(); // to avoid making sounds in vain
        using FeatureExtractor extractor = EvaluationRun.OpenExtractor(request.Features, run, pictures.Training).MoveTo(device);

        // --- The sounds to judge.
        using JudgedSounds? judged = run is null ? JudgedSounds.Open(request.Subject, real, loading, cancellationToken) : null;
        (HeardSounds made, string source) = judged is null
            ? Draw(run!, request, listener, device, progress, cancellationToken)
            : (judged.Listen(listener, loading, cancellationToken), request.Subject);
        using HeardSounds ownedMade = made;

        // --- The comparison.
        EvaluationReport compared = Evaluator.Evaluate(
            made.Pictures,
            pictures,
            extractor,
            request.Options,
            source,
            progress is null
                ? null
                : new Callback<EvaluationProgress>(part =>
                    progress.Report(new EvaluationProgress(part.Doing, Heard + ((1 - Heard) * part.Fraction)))
                ),
            clock,
            cancellationToken
        );
        SoundReport report = new()
        {
            Shape = real.Shape,
            PicturesAre = listener.Form.How,
            Pictures = compared with
            {
                Notes =
                [
                    .. HowRead(request.Subject, judged?.Notes),
                    .. HowRead(real.Source, request.Against is null ? null : real.Reference.Notes),
                    .. compared.Notes,
                ],
            },
            Made = made.Figures,
            Real = figures,
        };
        IReadOnlyList<MetricsLine> lines = run is not null && File.Exists(run.MetricsFile) ? run.ReadMetrics() : [];
        files.WriteJson(report);
        files.WritePage(
            SoundReportPage.Write(
                report,
                made,
                pictures,
                real.Reference,
                real.Training,
                RunCurves.Of(lines),
                [.. lines.SelectMany(line => line.Verdicts)],
                request.Language
            )
        );
        return new SoundEvaluationResult(report, files.Json, files.Page);
    }

    /// <summary>Reads a <c>report.json</c>.</summary>
    /// <exception cref="FileFormatException">The file is damaged, or from another version.</exception>
    /// <exception cref="FigmentException">The file cannot be opened.</exception>
    internal static SoundReport Read(string path) =>
        ReportFiles.Read<SoundReport>(
            path,
            report =>
            {
                if (!report.Made.IsPossible || !report.Real.IsPossible)
                    throw new JsonException("it contains impossible values");
                EvaluationRun.Check(report.Pictures);
            }
        );

    /// <summary>Whether a folder holds a report of sounds.</summary>
    internal static bool HasReport(string folder) => ReportFiles.Has(folder, nameof(SoundReport.PicturesAre));

    /// <summary>How recordings became sounds, as one note; empty if there is nothing to say.</summary>
    private static IEnumerable<Text> HowRead(string source, IReadOnlyList<Text>? notes) =>
        notes is null or []
            ? []
            : [WordTable.Template("note.comparison.read").Fill(("source", source), ("notes", Text.Sentences(notes)))];

    /// <summary>Makes sounds with a run's model, and computes their features.</summary>
    private static (HeardSounds Made, string Source) Draw(
        RunFolder run,
        EvaluationRequest request,
        SoundListener listener,
        torch.Device device,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        Checkpoint checkpoint = request.Checkpoint ?? run.Preferred;
        using ImageModel model = run.LoadModel<ImageModel>(device, checkpoint);
        IOdeSampler.Set(model, request.Solver);
        int count = request.Options.Count;
        HeardSounds made = listener.Listen(
            model,
            run.SoundData().Describe().Grid,
            count,
            JudgedSamples.Of(model, count, request.Options.Seed),
            [.. run.Options.Data.Classes.Select(each => each.Name)],
            isKept: true,
            progress is null
                ? null
                : new Callback<int>(done => progress.Report(new EvaluationProgress("making sounds", Heard * done / count))),
            cancellationToken
        );
        return (made, $"{run.Root} ({run.Model.Describe(checkpoint)}{(request.Solver is null ? "" : $", {request.Solver}")})");
    }
}
