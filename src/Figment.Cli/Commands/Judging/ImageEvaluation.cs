using System.CommandLine;
using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Objectives;
using Figment.Runs.Images;
using Figment.Training;

namespace Figment.Cli.Commands;

/// <summary><c>figment evaluate</c> for images: a run, a folder, or an array.</summary>
internal sealed class ImageEvaluation : KindPart, IGivenJudge
{
    private const int MostClasses = 40;
    private static readonly EvaluationOptions Defaults = new();

    internal static readonly Option<string?> Against = new("--against")
    {
        Description =
            "The real data: mnist, fashion-mnist, a folder, a .npy or IDX file; for sounds, drums or a folder of "
            + "recordings (default: the run's training data)",
        HelpName = "DATA",
    };
    internal static readonly Option<string> Features = EvaluationOptionsOfCommands.Features(
        "the classifier for that data; for a run, the features used during its training; otherwise pixels"
    );

    internal static readonly Option<OdeSolver?> Solver = FlowChoice.Solver();

    internal override string Kind => "images";

    internal override IReadOnlyList<Option> Options => [Against, Features, Solver, .. EvaluateCommand.Shared];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation) =>
        Execute(run.Folder.Root, parsed, cancellation);

    public bool Takes(string subject) => true;

    /// <summary>Judges one subject and shows the progress.</summary>
    internal static EvaluationResult Judge(EvaluationRequest request, CancellationToken cancellation) =>
        LiveLine.Show(line =>
            EvaluationRun.Evaluate(request, OnLine(line), LoadingView.OnError(), TimeProvider.System, cancellation)
        );

    /// <summary>Shows the progress of an evaluation on one line.</summary>
    internal static IProgress<EvaluationProgress> OnLine(Action<string> line) =>
        new Callback<EvaluationProgress>(value =>
            line(string.Create(CultureInfo.InvariantCulture, $"{value.Fraction * 100, 3:F0}%  {value.Doing}"))
        );

    /// <summary>The evaluation that the arguments describe.</summary>
    internal static EvaluationRequest Request(string subject, ParseResult parsed, int usualCount) =>
        new()
        {
            Subject = subject,
            Against = parsed.GetValue(Against),
            Features = parsed.GetValue(Features)!,
            Solver = parsed.GetValue(Solver),
            Options = Defaults with
            {
                Count = parsed.GetValue(EvaluateCommand.Count) ?? usualCount,
                Seed = parsed.GetValue(EvaluateCommand.Seed),
            },
            Checkpoint = parsed.GetValue(EvaluateCommand.Which),
            Device = parsed.GetValue(EvaluateCommand.Device)!,
            Language = parsed.GetValue(EvaluateCommand.PageLanguage),
            Folder = parsed.GetValue(EvaluateCommand.Out),
        };

    public int Execute(string subject, ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationResult result = Judge(Request(subject, parsed, Defaults.Count), cancellation);
        TextWriter output = parsed.InvocationConfiguration.Output;
        foreach (string line in Lines(result.Report))
            output.WriteLine(line);
        output.WriteLine();
        output.WriteLine($"Pictures, and what each number means: {result.Page}");
        output.WriteLine($"For programs: {result.ReportFile}");
        return CommandLine.Done;
    }

    private static IEnumerable<string> Lines(EvaluationReport report)
    {
        yield return $"{Words.Printable(report.Generated.Source)}: {Words.Number(report.Generated.Count)} images of "
            + $"{report.Generated.Shape}";
        yield return $"against {Words.Printable(report.Reference.Source)}: {Words.Number(report.Reference.Count)} "
            + $"images{(report.Seen == 0 ? ", none of them seen in training" : "")}";
        if (!report.Training.IsSameAs(report.Reference) && report.Metrics.Any(result => result.Name == "copied"))
            yield return $"looked for copies among {Words.Printable(report.Training.Source)}: "
                + $"{Words.Number(report.Training.Count)} images";
        foreach (Text note in report.Notes)
            yield return Words.Printable(note.English);
        yield return $"features: {Words.Printable(report.Extractor.Name)} ({report.Extractor.Dimensions} numbers per image, "
            + $"sha256 {report.Extractor.Sha256[..12]}…); {Words.Printable(report.Extractor.Preprocessing)}";
        foreach (Text note in report.Extractor.Notes ?? [])
            yield return Words.Printable(note.English);
        if (report.Extractor.Name.StartsWith("pixels", StringComparison.Ordinal))
            yield return "These images are judged by their pixels only, not by a network: brightness and position count, but not "
                + "what a picture shows.";
        else if (report.Extractor.Classes == 0)
            yield return "The features have no classes, so there is no report on classes.";
        yield return "";
        yield return $"{"", -20}{"generated", 20}{"real images", 20}   better   images";
        foreach (MetricResult result in report.Metrics)
        {
            string counts =
                result.ReferenceCount == 0
                    ? Words.Number(result.GeneratedCount)
                    : $"{Words.Number(result.GeneratedCount)} : {Words.Number(result.ReferenceCount)}";
            string real = result.Real is null ? "" : Words.Metric(result.Metric, result.Real.Value, result.Real.StandardError);
            string made = Words.Metric(result.Metric, result.Value, result.StandardError);
            yield return $"{result.Metric.Title, -20}{made, 20}{real, 20}   {Words.Goal(result.Metric.Goal), -7}  {counts}";
        }

        foreach (string line in Classes(report.Classes))
            yield return line;
    }

    /// <summary>How often each class appears, as bars.</summary>
    internal static IEnumerable<string> Classes(IReadOnlyList<ClassShare> classes)
    {
        if (classes.Count == 0)
            yield break;
        yield return "";
        int width = classes.Max(share => Words.Printable(share.Name).Length);
        double most = classes.Max(share => Math.Max(share.Generated, share.Real));
        foreach (ClassShare share in classes.Take(MostClasses))
            yield return $"{Words.Printable(share.Name).PadRight(width)}  {Words.Percent(share.Generated), 6} "
                + $"{new string('█', (int)Math.Round(30 * share.Generated / most)), -30} real {Words.Percent(share.Real)}";
        if (classes.Count > MostClasses)
            yield return $"… and {classes.Count - MostClasses} more classes, in the report";
    }
}
