using System.Globalization;
using System.Text.Json;
using Figment.Data;
using Figment.Evaluation.Images;
using Figment.Runs;
using Figment.Training;

namespace Figment.Cli.Terminal;

/// <summary>How numbers and names are written for users.</summary>
internal static class Words
{
    /// <summary>The command as the user can type it here; inside a clone this is <c>dotnet run</c>.</summary>
    internal static string Command { get; } =
        File.Exists(Path.Combine("src", "Figment.Cli", "Figment.Cli.csproj"))
            ? "dotnet run --project src/Figment.Cli --"
            : "figment";

    /// <summary>
    /// A name from outside, as it is printed, so that its width can be measured; <see cref="CommandOutput"/> makes all text
    /// printable.
    /// </summary>
    internal static string Printable(string text) => PrintableText.Of(text);

    /// <summary>
    /// Everything known about a failure, for the developer who fixes it: one detail per line, without control characters.
    /// </summary>
    internal static string Details(Exception failure) =>
        string.Join(
            Environment.NewLine,
            failure.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => $"  {Printable(line)}")
        );

    /// <summary>The name of a library option on the command line: <c>--skip-broken</c>, <c>--batch 64</c>.</summary>
    internal static string Flag(OptionName option)
    {
        string name = option.Property switch
        {
            nameof(TrainingOptions.BatchSize) => "batch",
            nameof(TrainingRequest.Logs) => "log", // the option is given once for each log
            _ => JsonNamingPolicy.KebabCaseLower.ConvertName(option.Property),
        };
        return option.Value is null ? $"--{name}" : string.Create(CultureInfo.InvariantCulture, $"--{name} {option.Value}");
    }

    internal static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 text</c>, <c>2 texts</c>.</summary>
    /// <param name="value">How many.</param>
    /// <param name="items">The name of the items, in the plural.</param>
    internal static string Count(long value, string items) =>
        $"{Number(value)} {(value == 1 && items.EndsWith('s') ? items[..^1] : items)}";

    internal static string Number(double value, int decimals) => value.ToString($"N{decimals}", CultureInfo.InvariantCulture);

    /// <summary><c> in 10 classes</c>, or a note that there are none.</summary>
    internal static string InClasses(Dataset data) =>
        data.ClassNames.Count > 0
            ? $" in {(data.ClassNames.Count == 1 ? "one class" : $"{data.ClassNames.Count} classes")}"
            : ", without classes";

    internal static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:F1}%");

    /// <summary>A metric's value, with its standard error if it has one.</summary>
    internal static string Metric(Metric metric, double value, double? standardError)
    {
        string text = metric.IsShare ? Percent(value) : Significant(value);
        return standardError is not double error ? text : $"{text} ± {(metric.IsShare ? Percent(error) : Significant(error))}";
    }

    internal static string Goal(MetricGoal goal) =>
        goal switch
        {
            MetricGoal.Lower => "lower",
            MetricGoal.Higher => "higher",
            _ => "like real",
        };

    private static string Significant(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            < 0.001 => value.ToString("0.0e+0", CultureInfo.InvariantCulture),
            < 1 => value.ToString("0.####", CultureInfo.InvariantCulture),
            < 100 => value.ToString("0.###", CultureInfo.InvariantCulture),
            _ => value.ToString("N1", CultureInfo.InvariantCulture),
        };

    /// <summary>For example <c>12.3 s</c>, <c>4 min 31 s</c>, <c>2 h 05 min</c>.</summary>
    internal static string Duration(TimeSpan time) =>
        time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:F1} s")
        : time.TotalHours < 1 ? $"{(int)time.TotalMinutes} min {time.Seconds:D2} s"
        : $"{(int)time.TotalHours} h {time.Minutes:D2} min";

    internal static string Size(long bytes) =>
        bytes < 1 << 20 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(bytes / 1024.0)} kB")
        : bytes < 1L << 30 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:F0} MB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824.0:F1} GB");
}
