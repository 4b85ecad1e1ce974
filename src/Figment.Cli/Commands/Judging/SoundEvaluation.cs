using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Data.Sounds;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Reports;
using Figment.Runs.Images;
using Figment.Runs.Sounds;

namespace Figment.Cli.Commands;

/// <summary><c>figment evaluate</c> for sounds: a run, or recordings.</summary>
internal sealed class SoundEvaluation : KindPart, IGivenJudge
{
    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options =>
        [ImageEvaluation.Against, ImageEvaluation.Features, ImageEvaluation.Solver, .. EvaluateCommand.Shared];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation) =>
        Execute(run.Folder.Root, parsed, cancellation);

    public bool Takes(string subject) => SoundSources.Takes(subject);

    /// <summary>Judges one subject and shows the progress.</summary>
    internal static SoundEvaluationResult Judge(EvaluationRequest request, CancellationToken cancellation) =>
        LiveLine.Show(line =>
            SoundEvaluationRun.Evaluate(
                request,
                ImageEvaluation.OnLine(line),
                LoadingView.OnError(),
                TimeProvider.System,
                cancellation
            )
        );

    public int Execute(string subject, ParseResult parsed, CancellationToken cancellation)
    {
        SoundEvaluationResult result = Judge(
            ImageEvaluation.Request(subject, parsed, SoundEvaluationRun.UsualCount),
            cancellation
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        foreach (string line in Lines(result.Report))
            output.WriteLine(line);
        output.WriteLine();
        output.WriteLine($"Sounds to listen to, and what each number means: {result.Page}");
        output.WriteLine($"For programs: {result.ReportFile}");
        return CommandLine.Done;
    }

    private static IEnumerable<string> Lines(SoundReport report)
    {
        EvaluationReport pictures = report.Pictures;
        yield return $"{Words.Printable(pictures.Generated.Source)}: {Words.Number(pictures.Generated.Count)} sounds of "
            + $"{report.Shape}";
        yield return $"against {Words.Printable(pictures.Reference.Source)}: {Words.Number(pictures.Reference.Count)} "
            + $"sounds{(pictures.Seen == 0 ? ", none of them heard in training" : "")}";
        foreach (Text note in pictures.Notes)
            yield return Words.Printable(note.English);
        yield return $"features: {Words.Printable(pictures.Extractor.Name)} ({pictures.Extractor.Dimensions} numbers per "
            + $"sound, sha256 {pictures.Extractor.Sha256[..12]}…) of {report.PicturesAre}";
        foreach (Text note in pictures.Extractor.Notes ?? [])
            yield return Words.Printable(note.English);
        yield return "";
        yield return $"{"", -20}{"generated", 20}{"real sounds", 20}   better";
        foreach (MetricResult result in report.Metrics)
        {
            string real = result.Real is null ? "" : Words.Metric(result.Metric, result.Real.Value, result.Real.StandardError);
            string made = Words.Metric(result.Metric, result.Value, result.StandardError);
            yield return $"{result.Metric.Title, -20}{made, 20}{real, 20}   {Words.Goal(result.Metric.Goal)}";
        }

        foreach ((string name, double? made, double? real) in report.Figures)
        {
            string title = SoundReportPage.TitleOf(name).English,
                goal = Words.Goal(SoundReport.GoalOf(name));
            yield return $"{title, -20}{SoundReportPage.Of(name, made), 20}{SoundReportPage.Of(name, real), 20}   {goal}";
        }

        foreach (string line in ImageEvaluation.Classes(pictures.Classes))
            yield return line;
    }
}
