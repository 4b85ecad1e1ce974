using System.Globalization;
using Figment.Data;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Evaluation.Images;
using Figment.Evaluation.Texts;
using Figment.Models;
using Figment.Runs;
using Figment.Training;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Figment.Cli.Terminal;

/// <summary>Shows the progress of training: a live bar on a terminal, or a plain line now and then in a pipe.</summary>
internal sealed class TrainingView(IAnsiConsole console, Language language)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private readonly StatusColumn status = new();
    private readonly bool isLive = console.Profile.Capabilities is { Interactive: true, Ansi: true };

    /// <summary>Shows the progress of reading the data: beside the bar, or one line per download.</summary>
    internal IProgress<DataProgress> Loading => new LoadingView(line => status.Lines = [line], Say, isLive);

    /// <summary>Runs training and shows its reports.</summary>
    /// <param name="items">The kind of items in the data, in the plural.</param>
    /// <param name="train">Trains, and reports to the given target.</param>
    internal T Show<T>(string items, Func<IProgress<RunReport>, T> train)
    {
        if (!isLive)
            return train(new Callback<RunReport>(PlainLines(items)));

        return console
            .Progress()
            .Columns(new ProgressBarColumn { Width = 20 }, new PercentageColumn(), status)
            .Start(context => train(new Callback<RunReport>(Bar(context.AddTask("training", maxValue: 1)))));
    }

    /// <summary>Prints a line above the bar; in a pipe the line is never wrapped.</summary>
    internal void Say(string line)
    {
        if (isLive)
            console.WriteLine(line); // through the console, which redraws the bar
        else
            Console.Out.WriteLine(line);
    }

    /// <summary>Describes the samples in one line.</summary>
    internal static string Quality(ISampleEvaluation seen) =>
        seen is LiveEvaluation images ? QualityOfImages(images)
        : seen is LiveTextEvaluation texts ? QualityOfTexts(texts)
        : $"samples: {string.Join(" · ", seen.Curves.Select(curve => $"{curve.Curve} {Words.Number(curve.Value, 3)}"))}";

    private static string QualityOfImages(LiveEvaluation seen) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"samples: distance {seen.FrechetDistance:G3} · coverage {seen.Coverage * 100:F0}%"
        )
        + (
            seen.Classes is { } classes
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $" · class entropy {classes.Entropy:F2} · most often {MostOften(classes)} · sure {classes.Sure * 100:F0}%"
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $" · similarity {seen.Similarity:F2} (real {seen.RealSimilarity:F2})"
                )
        );

    private static string QualityOfTexts(LiveTextEvaluation seen) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"held out: {seen.BitsPerByte:F3} bits per byte · training text: {seen.TrainingBitsPerByte:F3} · known "
                + $"words {seen.Made.KnownWords * 100:F0}% · copied {seen.Made.CopiedShort * 100:F0}%"
        );

    private static string MostOften(LiveClasses classes)
    {
        int label = Enumerable.Range(0, classes.Names.Count).MaxBy(label => classes.Shares[label]);
        return string.Create(CultureInfo.InvariantCulture, $"{classes.Names[label]} ({classes.Shares[label] * 100:F0}%)");
    }

    private Action<RunReport> Bar(ProgressTask task)
    {
        string quality = "";
        return report =>
        {
            TrainingProgress progress = report.Training;
            task.Value = progress.Fraction;
            if (report.Evaluation is not null)
                quality = Quality(report.Evaluation);
            SayVerdicts(report);
            if (progress.Measures.Count == 0)
                return;
            string left =
                progress.Remaining is TimeSpan remaining && !progress.IsLast
                    ? $"{Words.Duration(remaining)} left"
                    : Words.Duration(progress.Elapsed);
            status.Lines =
            [
                $"step {Words.Number(progress.Step)} · {Words.Number(progress.StepsPerSecond, 1)}/s · {left}",
                Measures(progress.Measures.Where(measure => !Measure.IsShare(measure.Key))),
                Measures(progress.Measures.Where(measure => Measure.IsShare(measure.Key))),
                .. quality.Split(" · "),
            ];
        };
    }

    private Action<RunReport> PlainLines(string items)
    {
        TimeSpan? last = null;
        return report =>
        {
            TrainingProgress progress = report.Training;
            if (progress.Measures.Count > 0 && (progress.IsLast || last is null || progress.Elapsed - last >= LineInterval))
            {
                last = progress.Elapsed;
                Say(
                    $"step {progress.Step}  {items} {progress.Items}  {Words.Duration(progress.Elapsed)}  "
                        + $"{Words.Number(progress.StepsPerSecond, 1)} steps/s  {Measures(progress.Measures)}"
                );
            }

            if (report.Evaluation is not null)
                Say($"step {progress.Step}  {Quality(report.Evaluation)}");
            SayVerdicts(report);
        };
    }

    // Verdicts on the last report appear in the conclusion, a line further down.
    private void SayVerdicts(RunReport report)
    {
        if (report.Trouble is not null)
            Say(report.Trouble);
        if (report.Rollback is { } rollback)
            Say(
                $"step {rollback.From}  NaN or infinite: {string.Join(", ", rollback.NotFinite)}. Back to step "
                    + $"{rollback.To}, continuing with the learning rate times {Words.Number(rollback.RateFactor, 3)} "
                    + $"({rollback.Number} of 3 times)."
            );
        if (report.Training.IsLast)
            return;
        foreach (Verdict verdict in report.Verdicts)
            Say($"step {report.Training.Step}  {verdict.In(language)}");
    }

    private static string Measures(IEnumerable<KeyValuePair<string, double>> measures) =>
        string.Join(
            "  ",
            measures.Select(measure =>
                Measure.IsShare(measure.Key)
                    ? string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value * 100:F0}%")
                    : string.Create(CultureInfo.InvariantCulture, $"{measure.Key} {measure.Value:F3}")
            )
        );

    /// <summary>A few short lines beside the bar, so that everything fits on an 80-column terminal.</summary>
    private sealed class StatusColumn : ProgressColumn
    {
        internal string[] Lines
        {
            get;
            set => field = [.. value.Select(PrintableText.Of)];
        } = ["starting"];

        protected override bool NoWrap => true;

        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Rows(Lines.Where(line => line.Length > 0).Select(line => new Spectre.Console.Text(line)));
    }
}
