using System.Globalization;
using System.Text;
using System.Text.Json;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>One line of <c>metrics.jsonl</c>.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Images">Images seen.</param>
/// <param name="Seconds">Seconds since the beginning.</param>
/// <param name="Measures">Averages since the line before, by name.</param>
/// <param name="Evaluation">What the samples were like, where they were looked at.</param>
/// <param name="Verdicts">What was found to go wrong, each once in a run.</param>
public sealed record MetricsLine(
    long Step, long Images, double Seconds, IReadOnlyDictionary<string, double> Measures, LiveEvaluation? Evaluation, IReadOnlyList<Verdict> Verdicts);

/// <summary>Writes and reads <c>metrics.jsonl</c>: one JSON object per report.</summary>
public sealed class MetricsLog : IDisposable
{
    private readonly FileStream stream;

    // Without a buffer: on a full disk one would try again when it is closed, and hide the first failure.

    /// <summary>Begins a new log.</summary>
    /// <param name="path">The file to create.</param>
    public MetricsLog(string path) => stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <summary>Writes one line, in one piece, so that a reader beside it sees whole lines.</summary>
    public void Append(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TrainingProgress progress = report.Training;
        OrderedDictionary<string, object> line = new()
        {
            ["step"] = progress.Step,
            ["images"] = progress.Images,
            ["seconds"] = Math.Round(progress.Elapsed.TotalSeconds, 3),
        };
        foreach ((string name, double value) in progress.Measures) line[name] = double.IsFinite(value) ? Math.Round(value, 6) : value;
        if (report.Evaluation is not null) line["evaluation"] = report.Evaluation;
        if (report.Verdicts.Count > 0) line["verdicts"] = report.Verdicts;
        stream.Write(Encoding.UTF8.GetBytes(OptionsJson.WriteLine(line) + '\n'));
    }

    /// <summary>Reads a log; a last line that is not complete, after a crash, is left out.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileFormatException">A line is not what this class writes.</exception>
    public static IReadOnlyList<MetricsLine> Read(string path)
    {
        List<MetricsLine> lines = [];
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (reader.ReadLine() is string text)
        {
            try
            {
                lines.Add(Parse(text));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                if (reader.EndOfStream) break;
                throw new FileFormatException($"{path} is damaged in line {lines.Count + 1}: {e.Message}", e);
            }
        }

        return lines;
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private static MetricsLine Parse(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement line = json.RootElement;
        OrderedDictionary<string, double> measures = [];
        foreach (JsonProperty property in line.EnumerateObject().Where(property => property.Name is not ("step" or "images" or "seconds" or "evaluation" or "verdicts")))
            measures[property.Name] = property.Value.ValueKind == JsonValueKind.String ? double.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture) : property.Value.GetDouble();
        return new MetricsLine(line.GetProperty("step").GetInt64(), line.GetProperty("images").GetInt64(), line.GetProperty("seconds").GetDouble(), measures,
            line.TryGetProperty("evaluation", out JsonElement evaluation) ? OptionsJson.Read<LiveEvaluation>(evaluation.GetRawText()) : null,
            line.TryGetProperty("verdicts", out JsonElement verdicts) ? [.. OptionsJson.Read<List<Verdict?>>(verdicts.GetRawText()).OfType<Verdict>()] : []);
    }
}
