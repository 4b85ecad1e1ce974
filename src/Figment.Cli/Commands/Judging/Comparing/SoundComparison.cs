using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Evaluation.Sounds;
using Figment.Reports;
using Figment.Runs;
using Figment.Runs.Sounds;

namespace Figment.Cli.Commands;

/// <summary><c>figment compare</c> for sounds: metrics, and a page that plays the sounds of each run.</summary>
internal sealed class SoundComparison : ComparisonPart
{
    private static readonly Option<string?> Out = new("--out")
    {
        Description = "For runs of sounds: also write a page that plays the sounds of all runs, grouped by class",
        HelpName = "FILE.html",
    };

    private static readonly Option<Language> PageLanguage = EvaluationOptionsOfCommands.Language(
        "The language of that page: en or zh"
    );

    internal override string Kind => "sounds";

    internal override IReadOnlyList<Option> Options => [CompareCommand.Count, CompareCommand.Device, Out, PageLanguage];

    internal override bool Takes(string subject) =>
        IsRun(subject) || (!RunFolder.Is(subject) && SoundEvaluationRun.HasReport(subject));

    internal override IEnumerable<string> Lines(string[] subjects, ParseResult parsed, CancellationToken cancellation)
    {
        string? page = PageOf(subjects, parsed); // finds problems with the page before the work starts
        SoundReport[] reports = [.. subjects.Select(subject => Report(subject, parsed, cancellation))];
        EvaluationReport[] pictures = [.. reports.Select(report => report.Pictures)];
        List<string> lines =
        [
            .. new ComparedNumbers(KeysOf(subjects), Kind).Head(pictures),
            .. ComparedNumbers.Metrics(pictures, SoundReport.IsToldBy),
            .. Figures(reports),
            .. ComparedOptions.Differences(subjects),
            "",
        ];
        if (page is null)
        {
            if (subjects.All(RunFolder.Is))
                lines.Add("To listen to them side by side: --out comparison.html");
            else
                lines.RemoveAt(lines.Count - 1);
            return lines;
        }

        int each = LiveLine.Show(line =>
            SoundComparisonRun.WritePage(
                page,
                [.. KeysOf(subjects).Zip(subjects.Select(subject => RunFolder.Open(subject)), reports)],
                parsed.GetValue(CompareCommand.Device)!,
                parsed.GetValue(PageLanguage),
                ImageEvaluation.OnLine(line),
                cancellation
            )
        );
        lines.Add($"To listen to {each} sounds of each run, side by side: {page}");
        return lines;
    }

    private static string? PageOf(string[] subjects, ParseResult parsed)
    {
        if (parsed.GetValue(Out) is not string page)
        {
            return parsed.GetResult(PageLanguage) is { Implicit: false }
                ? throw new OptionsException([
                    "--language is the language of the page that --out writes. Name the page (--out comparison.html), or omit "
                        + "--language.",
                ])
                : null;
        }

        if (!Path.GetExtension(page).Equals(".html", StringComparison.OrdinalIgnoreCase))
            throw new OptionsException([$"--out needs a file that ends in .html, not '{page}'."]);
        if (subjects.FirstOrDefault(subject => !RunFolder.Is(subject)) is string other)
            throw new OptionsException([
                $"{other} holds a report but no run, so it cannot make sounds. Name only runs, or omit --out.",
            ]);
        OutputPlace.EnsureFile(page);
        return page;
    }

    private static SoundReport Report(string subject, ParseResult parsed, CancellationToken cancellation)
    {
        if (CompareCommand.ReportOf(subject, parsed) is string file)
            return SoundEvaluationRun.Read(file);
        return SoundEvaluation.Judge(CompareCommand.Request(subject, parsed, SoundEvaluationRun.UsualCount), cancellation).Report;
    }

    private static IEnumerable<string> Figures(SoundReport[] reports) =>
        ComparedFigure
            .Of(reports)
            .Select(figure =>
                ComparedNumbers.Row(
                    SoundReportPage.TitleOf(figure.Name).English,
                    figure.Made.Select(
                        (made, place) => ComparedNumbers.Mark(place == figure.Best) + SoundReportPage.Of(figure.Name, made)
                    ),
                    SoundReportPage.Of(figure.Name, figure.Real),
                    Words.Goal(SoundReport.GoalOf(figure.Name))
                )
            );
}
