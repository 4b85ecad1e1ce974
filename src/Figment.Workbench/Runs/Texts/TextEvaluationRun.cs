using Figment.Data;
using Figment.Data.Texts;
using Figment.Evaluation.Texts;
using Figment.Models.Texts;
using Figment.Reports;

namespace Figment.Runs.Texts;

/// <summary>An evaluation of a language model, and where it was written.</summary>
/// <param name="Report">The evaluation.</param>
/// <param name="ReportFile"><c>report.json</c>.</param>
/// <param name="Page"><c>report.html</c>.</param>
internal sealed record TextEvaluationResult(TextReport Report, string ReportFile, string Page);

/// <summary>Evaluates a language model from run to report; the command line and the studio share it.</summary>
internal static class TextEvaluationRun
{
    /// <summary>Judges a run and writes <c>report.json</c> and <c>report.html</c>.</summary>
    /// <param name="run">The run.</param>
    /// <param name="model">Its model, with the weights to judge.</param>
    /// <param name="subject">The name for the report.</param>
    /// <param name="options">The options of the evaluation.</param>
    /// <param name="folder">The folder of the report; null uses the run's own folder.</param>
    /// <param name="language">The language in which the page opens.</param>
    /// <param name="progress">Receives what is being done, and the fraction that is done.</param>
    /// <param name="loading">Receives the progress of the reading.</param>
    /// <param name="cancellationToken">Stops the evaluation; nothing is written then.</param>
    /// <exception cref="FigmentException">The data is gone, or the report cannot be written.</exception>
    internal static TextEvaluationResult Evaluate(
        RunFolder run,
        TextModel model,
        string subject,
        TextEvaluationOptions options,
        string? folder,
        Language language,
        Action<string, double>? progress = null,
        IProgress<DataProgress>? loading = null,
        CancellationToken cancellationToken = default
    )
    {
        ReportFiles files = new(folder ?? run.Root);
        using TextDataset data = (TextDataset)LearnedData.Open(run, null, null, loading, cancellationToken).Training;
        TextReport report = TextEvaluator.Evaluate(
            model,
            data,
            subject,
            run.Options.Preset,
            options,
            progress,
            null,
            cancellationToken
        );
        IReadOnlyList<MetricsLine> lines = File.Exists(run.MetricsFile) ? run.ReadMetrics() : [];
        files.WriteJson(report);
        files.WritePage(
            TextReportPage.Write(report, RunCurves.Of(lines), [.. lines.SelectMany(line => line.Verdicts)], language)
        );
        return new TextEvaluationResult(report, files.Json, files.Page);
    }
}
