namespace Figment.Models;

/// <summary>What is known of a training before it begins, for what is fitted to it.</summary>
public sealed class TrainingPlan
{
    /// <summary>Seconds that it takes; null where it is a number of steps. Above 0.</summary>
    public double? Seconds { get; init; }

    /// <summary>Steps that it makes; null where it is a time. At least 1.</summary>
    public long? Steps { get; init; }

    /// <summary>Items of the data per step. At least 1.</summary>
    public required int BatchSize { get; init; }
}
