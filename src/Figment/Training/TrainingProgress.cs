using Figment.Data;

namespace Figment.Training;

/// <summary>A report of the progress of training.</summary>
public sealed record TrainingProgress
{
    /// <summary>The number of steps done; 0 before the first step.</summary>
    public required long Step { get; init; }

    /// <summary>The number of items seen, repeats included.</summary>
    public required long Items { get; init; }

    /// <summary>The time since the beginning of training.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The fraction of training that is done, from 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>
    /// Averages of the measures over the steps since the last report, by name, in the model's order; empty before the first step.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>Samples from the model, always made from the same latents, if a set of samples is due; otherwise null.</summary>
    public ISamples? Samples { get; init; }

    /// <summary>
    /// The state to save with the model if a checkpoint is due; otherwise null. It is the state before this report.
    /// </summary>
    internal TrainingState? State { get; init; }

    /// <summary>Whether a value is no longer finite, which ends training; <see cref="Measures"/> shows which one.</summary>
    public bool IsBroken => Kinds.HasFlag(ReportKinds.Broken);

    /// <summary>
    /// Whether this is the last report: training is complete, was cancelled, or met a value that is not finite.
    /// </summary>
    public bool IsLast => Kinds.HasFlag(ReportKinds.Last);

    /// <summary>The contents of the report.</summary>
    internal ReportKinds Kinds { get; init; }

    /// <summary>Steps per second since the beginning; 0 before the first step.</summary>
    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? Step / Elapsed.TotalSeconds : 0;

    /// <summary>Creates a listener that is called on the training thread, between two steps.</summary>
    /// <param name="action">Handles each report.</param>
    public static IProgress<TrainingProgress> Listener(Action<TrainingProgress> action) => new Callback<TrainingProgress>(action);

    /// <summary>The estimated time remaining at the speed so far; null while it is unknown.</summary>
    public TimeSpan? Remaining => Fraction > 0 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}

/// <summary>The result of training.</summary>
public sealed class TrainingResult
{
    internal TrainingResult(long steps, long items, TimeSpan elapsed, bool wasCancelled, bool isBroken = false) =>
        (Steps, Items, Elapsed, WasCancelled, IsBroken) = (steps, items, elapsed, wasCancelled, isBroken);

    /// <summary>The number of steps done.</summary>
    public long Steps { get; }

    /// <summary>The number of items seen, repeats included.</summary>
    public long Items { get; }

    /// <summary>The duration of training.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Whether training was cancelled before its end.</summary>
    public bool WasCancelled { get; }

    /// <summary>Whether training ended because a value was no longer finite.</summary>
    public bool IsBroken { get; }
}
