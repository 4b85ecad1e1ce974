using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Runs.Sounds;

namespace Figment.Cli.Commands;

/// <summary><c>figment compare</c>: shows runs side by side, with their metrics and their options.</summary>
internal static class CompareCommand
{
    internal static readonly Option<bool> Again = new("--again") { Description = "Evaluate again, even if a report exists" };
    internal static readonly Option<string> Device = CommonOptions.Device();

    private static readonly Argument<string[]> Subjects = new("RUN")
    {
        HelpName = "RUN",
        Description = "Two or more runs, or folders with a report.json",
        Arity = ArgumentArity.ZeroOrMore,
    };

    internal static readonly Option<int?> Count = CommonOptions.Positive(
        "--count",
        $"Images or sounds to compare, for runs that have no report yet (default {new EvaluationOptions().Count}; "
            + $"for sounds {SoundEvaluationRun.UsualCount})"
    );

    // The last part takes every subject that no other part takes.
    private static readonly ComparisonPart[] Parts = [new TextComparison(), new SoundComparison(), new ImageComparison()];

    internal static Command Create()
    {
        Command command = new("compare", "Compare runs side by side: metrics, and the options that differ") { Subjects, Again };
        foreach (Option option in Parts.SelectMany(part => part.Options).Distinct())
            command.Options.Add(option);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment compare runs/a runs/b",
            "figment compare runs/* --again --count 5000",
            "figment compare runs/drums-a runs/drums-b --out comparison.html   sounds: also a page that plays those of both runs"
        );
    }

    /// <summary>The existing report of a subject; null if the subject is to be judged.</summary>
    /// <exception cref="FigmentException">The subject has no report and is not a run, or its report is damaged.</exception>
    internal static string? ReportOf(string subject, ParseResult parsed)
    {
        string file = Path.Combine(subject, "report.json");
        if (File.Exists(file) && !parsed.GetValue(Again))
        {
            ReportFiles.EnsureReadable(file);
            return file;
        }

        if (RunFolder.Is(subject))
            return null;
        throw new FigmentException(
            File.Exists(file)
                ? $"{subject} holds a report but no run, so it cannot be judged again from here. Use '{Words.Command} "
                    + $"evaluate' on the original samples, or omit --again."
                : $"{subject} is neither a run nor a folder with a report.json. Judge it first: '{Words.Command} evaluate "
                    + $"{subject} --against …'."
        );
    }

    /// <summary>The evaluation to run for a subject without a report.</summary>
    internal static EvaluationRequest Request(string subject, ParseResult parsed, int usualCount) =>
        new()
        {
            Subject = subject,
            Options = new EvaluationOptions { Count = parsed.GetValue(Count) ?? usualCount },
            Device = parsed.GetValue(Device)!,
        };

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Subjects) is not { Length: >= 2 and <= 20 })
            throw new OptionsException(["Name 2 to 20 runs to compare, for example figment compare runs/a runs/b."]);
        string[] subjects = [.. parsed.GetValue(Subjects)!.Select(Path.TrimEndingDirectorySeparator)];
        foreach (string subject in subjects)
            ReportOf(subject, parsed); // also fails if the subject does not exist at all
        ComparisonPart part = Parts.First(each => subjects.Any(each.Takes));
        if (subjects.FirstOrDefault(subject => !part.Takes(subject)) is string other)
            throw new FigmentException(
                $"{other} does not hold {part.Kind}, but the others do, so they have no metrics in common. Compare runs of the "
                    + $"same kind of data."
            );
        string[] idle =
        [
            .. Parts
                .SelectMany(each => each.Options)
                .Distinct()
                .Except(part.Options)
                .Where(option => parsed.GetResult(option) is { Implicit: false })
                .Select(option => option.Name),
        ];
        if (idle.Length > 0)
            throw new OptionsException([
                .. idle.Select(name => $"{name} does not apply to runs trained on {part.Kind}. Omit it."),
            ]);
        foreach (string line in part.Lines(subjects, parsed, cancellation))
            parsed.InvocationConfiguration.Output.WriteLine(line);
        return CommandLine.Done;
    }
}
