using System.CommandLine;
using Figment.Evaluation.Images;
using Figment.Runs.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment compare</c> for images, and for everything that no other part takes.</summary>
internal sealed class ImageComparison : ComparisonPart
{
    internal override string Kind => "images";

    internal override IReadOnlyList<Option> Options => [CompareCommand.Count, CompareCommand.Device];

    internal override bool Takes(string subject) => true;

    internal override IEnumerable<string> Lines(string[] subjects, ParseResult parsed, CancellationToken cancellation)
    {
        EvaluationReport[] reports = [.. subjects.Select(subject => Report(subject, parsed, cancellation))];
        return
        [
            .. new ComparedNumbers(KeysOf(subjects), Kind).Head(reports),
            .. ComparedNumbers.Metrics(reports, _ => true),
            .. ComparedOptions.Differences(subjects),
        ];
    }

    private static EvaluationReport Report(string subject, ParseResult parsed, CancellationToken cancellation)
    {
        if (CompareCommand.ReportOf(subject, parsed) is string file)
            return EvaluationRun.Read(file);
        return ImageEvaluation.Judge(CompareCommand.Request(subject, parsed, new EvaluationOptions().Count), cancellation).Report;
    }
}
