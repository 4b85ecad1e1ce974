using System.Globalization;

namespace Figment.Training;

/// <summary>The time and memory that training steps will take, measured before the first step with a temporary model.</summary>
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
    /// The number of items per step: the requested number, or a smaller one if the items would take too much memory and the user
    /// set no number.
    /// </summary>
    public int BatchSize { get; }

    /// <summary>The approximate duration of a step.</summary>
    public TimeSpan Time { get; }

    /// <summary>
    /// The approximate peak memory of the whole process during a step, in bytes; null on a GPU, whose memory is not measured.
    /// </summary>
    public long? Bytes { get; }

    /// <summary>
    /// The forecast in sentences. These sentences also say why the number of items per step was reduced, or that it is too large.
    /// </summary>
    public IReadOnlyList<Text> Notes { get; }

    /// <summary>Formats a size, for instance <c>1.9 GB</c>.</summary>
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
