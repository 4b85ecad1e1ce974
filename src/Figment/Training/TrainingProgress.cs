using Figment.Data;

namespace Figment.Training;

/// <summary>Where a training stands.</summary>
public sealed record TrainingProgress
{
    /// <summary>Steps done; 0 before the first.</summary>
    public required long Step { get; init; }

    /// <summary>Items of the data seen, repeats counted.</summary>
    public required long Items { get; init; }

    /// <summary>Time since the beginning.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>What part is done, 0 to 1.</summary>
    public required double Fraction { get; init; }

    /// <summary>
    /// Averages over the steps since the last report, by name, in the model's order; empty before the first step.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>What the model makes now, of the same latents as every time, where a look at it is due; otherwise null.</summary>
    public ISamples? Samples { get; init; }

    /// <summary>
    /// What to save beside the model where a checkpoint is due; otherwise null. It is how things stood before this report.
    /// </summary>
    internal TrainingState? State { get; init; }

    /// <summary>
    /// Whether something is no longer a finite number, which ends the training; <see cref="Measures"/> tells what.
    /// </summary>
    public bool IsBroken => Kinds.HasFlag(ReportKinds.Broken);

    /// <summary>Whether this is the last report, because the training is complete, was cancelled or broke.</summary>
    public bool IsLast => Kinds.HasFlag(ReportKinds.Last);

    /// <summary>What it is about.</summary>
    internal ReportKinds Kinds { get; init; }

    /// <summary>Steps per second since the beginning; 0 before the first step.</summary>
    public double StepsPerSecond => Elapsed > TimeSpan.Zero ? Step / Elapsed.TotalSeconds : 0;

    /// <summary>A listener that is called on the training thread, between two steps.</summary>
    /// <param name="action">What to do with each report.</param>
    public static IProgress<TrainingProgress> Listener(Action<TrainingProgress> action) => new Callback<TrainingProgress>(action);

    /// <summary>Time still to go, by the pace so far; null while it is not known.</summary>
    public TimeSpan? Remaining => Fraction > 0 ? Elapsed * ((1 - Fraction) / Fraction) : null;
}

/// <summary>How a training ended.</summary>
public sealed class TrainingResult
{
    internal TrainingResult(long steps, long items, TimeSpan elapsed, bool wasCancelled, bool isBroken = false) =>
        (Steps, Items, Elapsed, WasCancelled, IsBroken) = (steps, items, elapsed, wasCancelled, isBroken);

    /// <summary>Steps done.</summary>
    public long Steps { get; }

    /// <summary>Items of the data seen, repeats counted.</summary>
    public long Items { get; }

    /// <summary>How long it took.</summary>
    public TimeSpan Elapsed { get; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool WasCancelled { get; }

    /// <summary>Whether it ended because something was no longer a finite number.</summary>
    public bool IsBroken { get; }
}
