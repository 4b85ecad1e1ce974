using System.Globalization;

namespace Figment.Training;

/// <summary>
/// What the steps of a training take, found out before the first one by trying some with a model that is thrown away.
/// </summary>
public sealed class StepForecast
{
    internal StepForecast(int batchSize, TimeSpan time, long? bytes, IReadOnlyList<Text> notes)
    {
        (BatchSize, Time, Bytes) = (batchSize, time, bytes);
        Text first = WordTable
            .Template(bytes is null ? "note.forecast.time" : "note.forecast.step")
            .Fill(("seconds", Significant(time.TotalSeconds)), ("memory", Size(bytes ?? 0)), ("batch", $"{batchSize}"));
        Notes = time > TimeSpan.Zero ? [first, .. notes] : notes;
    }

    /// <summary>
    /// Items per step: as asked for, or fewer, where they would take too much memory and nobody named a number.
    /// </summary>
    public int BatchSize { get; }

    /// <summary>What a step takes, about.</summary>
    public TimeSpan Time { get; }

    /// <summary>
    /// The bytes of memory that the whole process has at most during a step, about; null on a GPU, whose memory is not measured.
    /// </summary>
    public long? Bytes { get; }

    /// <summary>The same in sentences, and why there are fewer items per step, or that there are too many.</summary>
    public IReadOnlyList<Text> Notes { get; }

    /// <summary>For instance <c>1.9 GB</c>.</summary>
    internal static string Size(long bytes) =>
        bytes < 1_000_000_000
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:F0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:F1} GB");

    private static string Significant(double seconds) =>
        seconds.ToString(
            seconds switch
            {
                < 0.1 => "0.000",
                < 1 => "0.00",
                < 10 => "0.0",
                _ => "0",
            },
            CultureInfo.InvariantCulture
        );
}
