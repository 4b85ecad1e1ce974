using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Figment.Diagnosis;
using Figment.Evaluation;
using Figment.Training;

namespace Figment.Runs;

/// <summary>One line of <c>metrics.jsonl</c>.</summary>
public sealed class MetricsLine
{
    [JsonConstructor]
    internal MetricsLine(
        long step,
        long items,
        double seconds,
        IReadOnlyDictionary<string, double> measures,
        ISampleEvaluation? evaluation,
        IReadOnlyList<Verdict> verdicts,
        RunRollback? rollback = null
    ) =>
        (Step, Items, Seconds, Measures, Evaluation, Verdicts, Rollback) = (
            step,
            items,
            seconds,
            measures,
            evaluation,
            verdicts,
            rollback
        );

    /// <summary>The number of steps done.</summary>
    public long Step { get; }

    /// <summary>The number of data items seen.</summary>
    public long Items { get; }

    /// <summary>Seconds since the training began.</summary>
    public double Seconds { get; }

    /// <summary>Averages since the previous line, by name.</summary>
    public IReadOnlyDictionary<string, double> Measures { get; }

    /// <summary>The evaluation of the samples; null if they were not judged.</summary>
    public ISampleEvaluation? Evaluation { get; }

    /// <summary>The problems found; each is reported once in a run.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>Why the run went back at this point, and how far; null if it did not.</summary>
    public RunRollback? Rollback { get; }
}

/// <summary>Records that a run went back to its last checkpoint because a number became NaN or infinite.</summary>
public sealed class RunRollback
{
    [JsonConstructor]
    internal RunRollback(
        long from,
        long to,
        long items,
        double seconds,
        IReadOnlyList<string> notFinite,
        double rateFactor,
        int number
    ) => (From, To, Items, Seconds, NotFinite, RateFactor, Number) = (from, to, items, seconds, notFinite, rateFactor, number);

    /// <summary>The step at which the problem was seen.</summary>
    public long From { get; }

    /// <summary>The step of the checkpoint.</summary>
    public long To { get; }

    /// <summary>
    /// The number of items seen by then; stored under the name <c>images</c>, which dates from when images were the only kind of
    /// data.
    /// </summary>
    [JsonPropertyName("images")]
    public long Items { get; }

    /// <summary>Seconds since the training began.</summary>
    public double Seconds { get; }

    /// <summary>The quantities that were not finite.</summary>
    public IReadOnlyList<string> NotFinite { get; }

    /// <summary>The factor by which learning rates are multiplied from here on.</summary>
    public double RateFactor { get; }

    /// <summary>The number of this rollback in the run, from 1.</summary>
    public int Number { get; }
}

/// <summary>Writes and reads <c>metrics.jsonl</c>, with one JSON object per report.</summary>
internal sealed class MetricsLog : IDisposable
{
    private const int MostLineCharacters = 1 << 20;
    private readonly FileStream stream;
    private readonly string items;

    // The stream has no buffer: on a full disk, a buffer would be written again on closing and hide the first failure.

    /// <summary>Starts a log, or continues one.</summary>
    /// <param name="path">The file, which is created if it does not exist.</param>
    /// <param name="kind">The kind of data, which determines what the items are called.</param>
    /// <param name="length">The number of bytes to keep from the start of the file.</param>
    /// <exception cref="FileFormatException">The file is shorter than the part to keep.</exception>
    public MetricsLog(string path, DataKind kind, long length = 0)
    {
        ArgumentNullException.ThrowIfNull(kind);
        items = kind.Name;
        stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        if (stream.Length < length)
        {
            long has = stream.Length;
            stream.Dispose();
            throw new FileFormatException(
                $"{path} is damaged: at the last checkpoint it had at least {length} bytes, but now it has {has}. "
                    + $"Continue from an undamaged copy of the run."
            );
        }

        CutTo(length);
    }

    /// <summary>The number of bytes written.</summary>
    public long Length => stream.Length;

    /// <summary>Removes all lines beyond an earlier <see cref="Length"/>.</summary>
    public void CutTo(long length)
    {
        stream.SetLength(length);
        stream.Position = length;
    }

    /// <summary>Waits until everything written is on the disk.</summary>
    public void Flush() => stream.Flush(flushToDisk: true);

    /// <summary>Records that the run went back to a checkpoint.</summary>
    public void Append(RunRollback rollback)
    {
        ArgumentNullException.ThrowIfNull(rollback);
        Append(
            new OrderedDictionary<string, object>
            {
                ["step"] = rollback.To,
                [items] = rollback.Items,
                ["seconds"] = rollback.Seconds,
                ["rollback"] = rollback,
            }
        );
    }

    /// <summary>Writes one line in a single write, so that a concurrent reader sees whole lines.</summary>
    public void Append(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        TrainingProgress progress = report.Training;
        OrderedDictionary<string, object> line = new()
        {
            ["step"] = progress.Step,
            [items] = progress.Items,
            ["seconds"] = Math.Round(progress.Elapsed.TotalSeconds, 3),
        };
        foreach ((string name, double value) in progress.Measures)
            line[name] = double.IsFinite(value) ? Math.Round(value, 6) : value;
        if (report.Evaluation is not null)
            line["evaluation"] = report.Evaluation;
        if (report.Verdicts.Count > 0)
            line["verdicts"] = report.Verdicts;
        Append(line);
    }

    /// <summary>Reads a log. An incomplete last line, left by a crash, is skipped.</summary>
    /// <param name="path">The file.</param>
    /// <param name="damaged">Receives an error for each damaged line, which is then skipped; null stops at the first one.</param>
    /// <param name="kind">The kind of data that the run was trained on; null means the first known kind.</param>
    /// <exception cref="FileFormatException">A line is damaged, and <paramref name="damaged"/> is null.</exception>
    public static IReadOnlyList<MetricsLine> Read(string path, Action<FileFormatException>? damaged = null, DataKind? kind = null)
    {
        kind ??= DataKinds.All[0];
        List<MetricsLine> lines = [];
        using StreamReader reader = new(SharedFile.OpenRead(path));
        for (int number = 1; TryReadLine() is string text; number++)
        {
            try
            {
                lines.Add(Parse(text, kind));
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                if (reader.EndOfStream)
                    break;
                FileFormatException problem = new($"{path} is damaged in line {number}: {JsonReason.Of(e, hasLines: false)}.", e);
                if (damaged is null)
                    throw problem;
                damaged(problem);
            }
        }

        return lines;

        string? TryReadLine()
        {
            try
            {
                return BoundedText.ReadLine(reader, MostLineCharacters, path);
            }
            catch (FileFormatException e) when (damaged is not null)
            {
                damaged(e);
                return null; // the rest is ignored
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    private void Append(OrderedDictionary<string, object> line) =>
        stream.Write(Encoding.UTF8.GetBytes(OptionsJson.WriteLine(line) + '\n'));

    private static MetricsLine Parse(string text, DataKind kind)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        JsonElement line = json.RootElement;
        OrderedDictionary<string, double> measures = [];
        foreach (
            JsonProperty property in line.EnumerateObject()
                .Where(property =>
                    property.Name is not ("step" or "seconds" or "evaluation" or "verdicts" or "rollback")
                    && property.Name != kind.Name
                )
        )
            measures[property.Name] =
                property.Value.ValueKind == JsonValueKind.String
                    ? double.Parse(property.Value.GetString()!, CultureInfo.InvariantCulture)
                    : property.Value.GetDouble();
        return new MetricsLine(
            line.GetProperty("step").GetInt64(),
            line.GetProperty(kind.Name).GetInt64(),
            line.GetProperty("seconds").GetDouble(),
            measures,
            line.TryGetProperty("evaluation", out JsonElement evaluation) ? kind.ReadEvaluation(evaluation) : null,
            line.TryGetProperty("verdicts", out JsonElement verdicts)
                ? [.. OptionsJson.Read<List<Verdict?>>(verdicts.GetRawText()).OfType<Verdict>()]
                : [],
            line.TryGetProperty("rollback", out JsonElement rollback)
                ? OptionsJson.Read<RunRollback>(rollback.GetRawText())
                : null
        );
    }
}
