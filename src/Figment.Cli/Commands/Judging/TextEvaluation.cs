using System.CommandLine;
using System.Globalization;
using Figment.Cli.Terminal;
using Figment.Evaluation.Texts;
using Figment.Models.Texts;
using Figment.Runs.Texts;

namespace Figment.Cli.Commands;

/// <summary><c>figment evaluate</c> for a run of texts.</summary>
internal sealed class TextEvaluation : KindPart
{
    private static readonly TextEvaluationOptions Defaults = new();
    private static readonly Option<int?> Tokens = CommonOptions.Positive(
        "--tokens",
        $"The maximum number of tokens to write in each text (default {Defaults.Tokens})"
    );

    internal override string Kind => "texts";

    internal override IReadOnlyList<Option> Options => [Tokens, .. EvaluateCommand.Shared];

    internal override int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation)
    {
        TextEvaluationOptions options = Defaults with
        {
            Count = parsed.GetValue(EvaluateCommand.Count) ?? Defaults.Count,
            Tokens = parsed.GetValue(Tokens) ?? Defaults.Tokens,
            Seed = parsed.GetValue(EvaluateCommand.Seed),
        };
        OptionsValidator.ThrowIfInvalid(options);
        using TextModel model = run.Load<TextModel>();
        TextEvaluationResult result = LiveLine.Show(line =>
            TextEvaluationRun.Evaluate(
                run.Folder,
                model,
                run.Name,
                options,
                parsed.GetValue(EvaluateCommand.Out),
                parsed.GetValue(EvaluateCommand.PageLanguage),
                (doing, fraction) => line(string.Create(CultureInfo.InvariantCulture, $"{fraction * 100, 3:F0}%  {doing}")),
                LoadingView.OnError(),
                cancellation
            )
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        foreach (string line in Lines(result.Report))
            output.WriteLine(line);
        output.WriteLine();
        output.WriteLine($"Written texts, and what each number means: {result.Page}");
        output.WriteLine($"For programs: {result.ReportFile}");
        return CommandLine.Done;
    }

    private static IEnumerable<string> Lines(TextReport report)
    {
        yield return $"{Words.Printable(report.Subject)}: {Words.Number(report.Vocabulary)} tokens, context of "
            + $"{Words.Number(report.Context)}";
        yield return $"against {Words.Number(report.HeldOut.Texts)} held-out texts of {Words.Printable(report.HeldOut.Source)} "
            + $"({Words.Number(report.HeldOut.Bytes)} bytes)";
        yield return "";
        yield return $"{"foreseeing", -24}{"learned from", 16}{"held out", 16}";
        yield return Row("bits per byte", report.Training.BitsPerByte, report.HeldOut.BitsPerByte);
        yield return Row("bits per character", report.Training.BitsPerCharacter, report.HeldOut.BitsPerCharacter);
        yield return Row("perplexity per token", report.Training.Perplexity, report.HeldOut.Perplexity);
        yield return $"Byte frequencies alone would need {Words.Number(report.BytesAlone, 3)} bits per byte.";
        yield return "";
        yield return $"{"writing", -24}{"the model", 16}{"held out", 16}";
        yield return Share("known words", report.Made.KnownWords, report.Real.KnownWords);
        yield return Share("copied, 8 words", report.Made.CopiedShort, report.Real.CopiedShort);
        yield return Share("copied, 16 words", report.Made.CopiedLong, report.Real.CopiedLong);
        yield return $"{"longest copy, words", -24}{Words.Number(report.Made.LongestCopy), 16}"
            + $"{Words.Number(report.Real.LongestCopy), 16}";
        yield return Share("repetitive", report.Made.Looping, report.Real.Looping);
        yield return Share("different pairs", report.Made.DistinctPairs, report.Real.DistinctPairs);
    }

    private static string Row(string name, double first, double second) =>
        $"{name, -24}{Words.Number(first, 4), 16}{Words.Number(second, 4), 16}";

    private static string Share(string name, double first, double second) =>
        $"{name, -24}{Words.Percent(first), 16}{Words.Percent(second), 16}";
}
