using Figment.Models;

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

    /// <summary>Averages over the steps since the last report, by name, in the model's order; empty before the first step.</summary>
    public required IReadOnlyDictionary<string, double> Measures { get; init; }

    /// <summary>What the model makes now, of the same latents as every time, where a look at it is due; otherwise null.</summary>
    public ISamples? Samples { get; init; }

    /// <summary>What to save beside the model where a checkpoint is due; otherwise null. It is how things stood before this report.</summary>
    public TrainingState? State { get; init; }

    /// <summary>Whether something is no longer a finite number, which ends the training; <see cref="Measures"/> tells what.</summary>
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
/// <param name="Steps">Steps done.</param>
/// <param name="Items">Items of the data seen, repeats counted.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="WasCancelled">Whether it was stopped before its end.</param>
/// <param name="IsBroken">Whether it ended because something was no longer a finite number.</param>
public sealed record TrainingResult(long Steps, long Items, TimeSpan Elapsed, bool WasCancelled, bool IsBroken = false);
