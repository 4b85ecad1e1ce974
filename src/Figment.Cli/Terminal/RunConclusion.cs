using System.Globalization;
using Figment.Diagnosis;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Terminal;

/// <summary>What a training command prints at its end: the outcome, the problems, the files, and the next steps.</summary>
internal static class RunConclusion
{
    /// <summary>Prints it.</summary>
    /// <returns>The exit code.</returns>
    internal static int Write(RunResult result, Language language)
    {
        foreach (string line in Lines(result, language))
            Console.Out.WriteLine(line);
        return result.Training.WasCancelled ? CommandLine.Interrupted
            : result.StoppedBy is not null ? CommandLine.Failed
            : CommandLine.Done;
    }

    private static IEnumerable<string> Lines(RunResult result, Language language)
    {
        (RunFolder folder, TrainingResult training) = (result.Folder, result.Training);
        string Relative(string path) => Path.GetRelativePath(folder.Root, path);
        yield return "";
        yield return training.WasCancelled
            ? $"Stopped after {Words.Number(training.Steps)} steps ({Words.Duration(training.Elapsed)}); everything up to "
                + $"this point is saved."
        : training.IsBroken
            ? $"Stopped after {Words.Number(training.Steps)} steps ({Words.Duration(training.Elapsed)}): a number became "
                + $"NaN or infinite. What was saved before is intact."
        : result.StoppedBy is not null
            ? $"Stopped after {Words.Number(training.Steps)} steps ({Words.Duration(training.Elapsed)}), as --stop-on "
                + $"asked; everything up to this point is saved."
        : $"Done: {Words.Number(training.Steps)} steps ({Words.Number(training.Items)} {folder.Options.Kind.Name}) in "
            + $"{Words.Duration(training.Elapsed)}.";
        if (result is { Best: not null, Last: not null })
        {
            yield return $"At step {Words.Number(result.Last.Step), -7} {TrainingView.Quality(result.Last.Evaluation)}";
            if (result.Best.Step != result.Last.Step)
                yield return $"At step {Words.Number(result.Best.Step), -7} {TrainingView.Quality(result.Best.Evaluation)}: "
                    + $"the best, kept in {Relative(folder.BestModelFile)}";
        }

        IEnumerable<Verdict> verdicts =
            result.StoppedBy is null || result.Verdicts.Any(verdict => verdict.Kind == result.StoppedBy.Kind)
                ? result.Verdicts
                : [result.StoppedBy, .. result.Verdicts];
        foreach (Verdict verdict in verdicts)
        {
            yield return "";
            yield return verdict.Saw.In(language);
            yield return $"  {verdict.Means.In(language)}";
            yield return $"  {verdict.Try.In(language)}";
        }

        yield return "";
        yield return $"In {folder.Root}:";
        yield return $"  {Relative(folder.SampleFiles[^1]), -26} the model's current samples; open this first";
        KindWords words = KindWords.Of(folder.Options);
        if (words.Grew is not null)
            yield return $"  {Relative(folder.AnimationFile), -26} "
                + $"{string.Format(CultureInfo.InvariantCulture, words.Grew, folder.Options.Training.SampleCount)}";
        yield return $"  {Relative(folder.ChartFile), -26} losses and quality as curves ({words.Curves})";
        if (result.Best is not null)
            yield return $"  {Relative(folder.BestModelFile), -26} the weights with the best samples, from step "
                + $"{Words.Number(result.Best.Step)}";
        yield return $"  {Relative(folder.ModelFile), -26} the current weights, readable from Python too";
        foreach (RunLogKind log in RunLogKinds.All.Where(kind => folder.Options.Logs.Contains(kind.Name)))
            yield return $"  {log.Name + Path.DirectorySeparatorChar, -26} {log.Purpose}";
        if (training.WasCancelled || training.IsBroken || result.StoppedBy is not null)
            yield return $"Continue:           {Words.Command} resume "
                + $"{folder.Root}{(training.IsBroken ? " --on-nan rollback" : "")}";
        else
            yield return $"Train it longer:    {Words.Command} resume {folder.Root} --steps +{training.Steps}";
        yield return string.Format(CultureInfo.InvariantCulture, words.More, folder.Root, Words.Command);
        yield return $"Judge it:           {Words.Command} evaluate {folder.Root}";
        string shelf = Path.GetDirectoryName(folder.Root) is "runs"
            ? ""
            : $" --runs {Path.GetDirectoryName(Path.GetFullPath(folder.Root))}";
        yield return $"In the browser:     {Words.Command} studio{shelf}";
    }
}
