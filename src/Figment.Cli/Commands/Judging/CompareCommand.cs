using System.CommandLine;
using System.Text.Json;
using Figment.Cli.Terminal;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Runs.Images;

namespace Figment.Cli.Commands;

/// <summary><c>figment compare</c>: runs side by side, in numbers and in what they were made with.</summary>
internal static class CompareCommand
{
    private static readonly Argument<string[]> Subjects = new("RUN") { HelpName = "RUN", Description = "Two or more runs, or folders with a report.json", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<bool> Again = new("--again") { Description = "Evaluate anew, also where there is a report" };
    private static readonly Option<int> Count = new("--count") { Description = "Images to compare, for runs that have no report yet", HelpName = "N", DefaultValueFactory = _ => new EvaluationOptions().Count };
    private static readonly Option<string> Device = CommonOptions.Device();

    internal static Command Create()
    {
        Command command = new("compare", "Put runs side by side: metrics and differing options") { Subjects, Again, Count, Device };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples("figment compare runs/a runs/b", "figment compare runs/* --again --count 5000");
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(Subjects) is not { Length: >= 2 and <= 20 }) throw new OptionsException(["Name at least 2 runs to compare, and at most 20: figment compare runs/a runs/b."]);
        string[] subjects = [.. parsed.GetValue(Subjects)!.Select(Path.TrimEndingDirectorySeparator)];
        if (subjects.Any(TextComparison.Takes))
        {
            foreach (string line in TextComparison.Lines(subjects, parsed.GetValue(Again), cancellation)) parsed.InvocationConfiguration.Output.WriteLine(line);
            return CommandLine.Done;
        }

        EvaluationReport[] reports = [.. subjects.Select(subject => Report(subject, parsed, cancellation))];
        foreach (string line in Lines(subjects, reports)) parsed.InvocationConfiguration.Output.WriteLine(line);
        return CommandLine.Done;
    }

    private static EvaluationReport Report(string subject, ParseResult parsed, CancellationToken cancellation)
    {
        string file = Path.Combine(subject, "report.json");
        if (File.Exists(file) && !parsed.GetValue(Again)) return EvaluationRun.Read(file);
        if (!RunFolder.Is(subject) && File.Exists(file))
            throw new FigmentException($"{subject} holds a report but no run, so it cannot be judged again from here. Use '{Words.Command} evaluate' for its images, or leave --again away.");
        if (!RunFolder.Is(subject))
            throw new FigmentException($"{subject} is neither a run nor a folder with a report.json. Judge it first: '{Words.Command} evaluate {subject} --against …'.");
        return ImageEvaluation.Judge(new EvaluationRequest
        {
            Subject = subject,
            Options = new EvaluationOptions { Count = parsed.GetValue(Count) },
            Device = parsed.GetValue(Device)!,
        }, cancellation).Report;
    }

    private static IEnumerable<string> Lines(string[] subjects, EvaluationReport[] reports)
    {
        // Names of the same length as their numbers, so that columns stay columns; the key stands above.
        string[] keys = [.. subjects.Select((_, i) => ((char)('A' + i)).ToString())];
        for (int i = 0; i < subjects.Length; i++) yield return $"{keys[i]}  {Words.Printable(reports[i].Generated.Source)}";
        yield return "";
        foreach (string difference in Incomparable(reports)) yield return difference;

        yield return $"{"",-20}{string.Concat(keys.Select(key => $"{key,18}"))}{"real images",18}   better";
        foreach (Metric metric in MetricCatalog.All)
        {
            MetricResult?[] results = [.. reports.Select(report => report.Metrics.FirstOrDefault(result => result.Name == metric.Name))];
            if (results.All(result => result is null)) continue;
            MetricResult? best = Best(metric, results);
            string cells = string.Concat(results.Select(result => $"{(result is null ? "–" : (ReferenceEquals(result, best) ? "* " : "") + Words.Metric(metric, result.Value, result.StandardError)),18}"));
            RealScore? real = results.First(result => result is not null)!.Real;
            yield return $"{metric.Title,-20}{cells}{(real is null ? "" : Words.Metric(metric, real.Value, null)),18}   {Words.Goal(metric.Goal)}";
        }

        foreach (string line in Differences(subjects)) yield return line;
    }

    /// <summary>What runs were made with, where it differs; nothing where it does not.</summary>
    internal static IEnumerable<string> Differences(string[] subjects)
    {
        (string Name, string[] Values)[] differing = [.. DifferingOptions(subjects)];
        if (differing.Length == 0) yield break;
        yield return "";
        yield return "What they were made with, where it differs:";
        foreach ((string name, string[] values) in differing) yield return $"{name,-20}{string.Concat(values.Select(value => $"{value,18}"))}";
    }

    private static IEnumerable<string> Incomparable(EvaluationReport[] reports)
    {
        if (Differs(report => report.Extractor.Sha256)) yield return "CAUTION: these were judged with different extractors; their distances cannot be compared. Use --again.";
        if (Differs(report => report.Reference.Sha256)) yield return "CAUTION: these were judged against different real images; their numbers cannot be compared.";
        if (Differs(report => (report.Options, Math.Min(report.Generated.Count, report.Options.Count)))) yield return "CAUTION: these were judged with different numbers of images or other options; distances shrink with the count. Use --again.";

        bool Differs<T>(Func<EvaluationReport, T> of) => reports.Select(of).Distinct().Count() > 1;
    }

    private static MetricResult? Best(Metric metric, MetricResult?[] results)
    {
        MetricResult[] present = [.. results.OfType<MetricResult>().Where(result => double.IsFinite(result.Value))];
        Func<MetricResult, double> cost = metric.Goal switch
        {
            MetricGoal.Lower => result => result.Value,
            MetricGoal.Higher => result => -result.Value,
            _ => result => Math.Abs(result.Value - (result.Real?.Value ?? 0)),
        };
        MetricResult? best = present.MinBy(cost);
        return best is null || present.Count(result => cost(result) == cost(best)) == present.Length ? null : best; // nobody is better than all alike
    }

    private static IEnumerable<(string Name, string[] Values)> DifferingOptions(string[] subjects)
    {
        if (!subjects.All(RunFolder.Is)) yield break;
        Dictionary<string, string>[] options = [.. subjects.Select(subject => Flatten(RunFolder.Open(subject).Options))];
        foreach (string name in options.SelectMany(each => each.Keys).Distinct())
        {
            string[] values = [.. options.Select(each => each.GetValueOrDefault(name, "–"))];
            if (values.Distinct().Count() > 1) yield return (name, values);
        }
    }

    private static Dictionary<string, string> Flatten(RunOptions options)
    {
        Dictionary<string, string> flat = new() { ["preset"] = options.Preset, ["data"] = options.Data.Name };
        foreach (JsonProperty option in options.Model.EnumerateObject()) flat[option.Name] = option.Value.ToString();
        flat["length"] = options.Training.Length.ToString();
        flat["batch"] = options.Training.BatchSize.ToString(System.Globalization.CultureInfo.InvariantCulture);
        flat["seed"] = options.Training.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture);
        flat["figment"] = options.Environment.Figment;
        flat["device"] = options.Environment.Device;
        flat["threads"] = options.Environment.Threads.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return flat;
    }
}
