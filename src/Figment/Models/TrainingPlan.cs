namespace Figment.Models;

/// <summary>What is known about a training run before it begins, for options that depend on it.</summary>
public sealed class TrainingPlan
{
    /// <summary>The length of training in seconds, above 0; null if it is given in steps.</summary>
    public double? Seconds { get; init; }

    /// <summary>The number of training steps, at least 1; null if the length is given as a time.</summary>
    public long? Steps { get; init; }

    /// <summary>The number of items per step, at least 1.</summary>
    public required int BatchSize { get; init; }
}
