using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Evaluation.Texts;
using Figment.Models.Texts;
using Figment.Runs;
using Figment.Runs.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment compare</c> for runs of texts.</summary>
internal sealed class TextComparison : ComparisonPart
{
    internal override string Kind => "texts";

    internal override bool Takes(string subject) => IsRun(subject);

    internal override IEnumerable<string> Lines(string[] subjects, ParseResult parsed, CancellationToken cancellation)
    {
        bool again = parsed.GetValue(CompareCommand.Again);
        TextReport[] reports = [.. subjects.Select(subject => Report(subject, again, cancellation))];
        string[] keys = KeysOf(subjects);
        for (int i = 0; i < subjects.Length; i++)
            yield return $"{keys[i]}  {Words.Printable(reports[i].Subject)}";
        yield return "";
        if (reports.Select(report => report.Sha256).Distinct().Count() > 1)
            yield return "CAUTION: these runs learned from different texts, and each was judged on its own texts; only bits per "
                + "byte of the same text can be compared.";
        yield return $"{"", -26}{string.Concat(keys.Select(key => $"{key, 14}"))}   better";
        yield return Row("held out, bits per byte", reports, report => Words.Number(report.HeldOut.BitsPerByte, 4), "lower");
        yield return Row("learned from, bits per byte", reports, report => Words.Number(report.Training.BitsPerByte, 4), "");
        yield return Row(
            "perplexity per token",
            reports,
            report => Words.Number(report.HeldOut.Perplexity, 3),
            "lower, with the same tokenizer"
        );
        yield return Row("known words", reports, report => Words.Percent(report.Made.KnownWords), "like held out");
        yield return Row("copied, 8 words", reports, report => Words.Percent(report.Made.CopiedShort), "like held out");
        yield return Row("repetitive", reports, report => Words.Percent(report.Made.Looping), "lower");
        foreach (string line in ComparedOptions.Differences(subjects))
            yield return line;
    }

    private static string Row(string name, TextReport[] reports, Func<TextReport, string> value, string better) =>
        $"{name, -26}{string.Concat(reports.Select(report => $"{value(report), 14}"))}   {better}".TrimEnd();

    private static TextReport Report(string subject, bool again, CancellationToken cancellation)
    {
        string file = Path.Combine(subject, "report.json");
        if (File.Exists(file) && !again)
            return ReportFiles.Read<TextReport>(file);
        RunFolder run = RunFolder.Open(subject);
        ChosenRun chosen = new(run, run.Preferred, "cpu");
        using TextModel model = chosen.Load<TextModel>();
        return TextEvaluationRun
            .Evaluate(
                run,
                model,
                chosen.Name,
                new TextEvaluationOptions(),
                null,
                Language.English,
                cancellationToken: cancellation
            )
            .Report;
    }
}
