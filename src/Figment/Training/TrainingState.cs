using System.Text.Json;
using Figment.Backend;

namespace Figment.Training;

/// <summary>
/// The state of training between two steps, in addition to the model's own state. With both, training continues as if it had
/// never stopped: random numbers, the order of the items and all schedules depend only on the seed and these counters.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>The number of steps done.</summary>
    public long Step { get; init; }

    /// <summary>The training time so far.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// The factor by which learning rates are multiplied; below 1 after a <see cref="NotFiniteAction.Rollback"/>.
    /// </summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>The number of steps since the last report.</summary>
    public int MeasuredSteps { get; init; }

    /// <summary>The sums of those steps' measures.</summary>
    public IReadOnlyList<MeasureSum> Measured { get; init; } = [];

    /// <summary>Replaces the state with that of process 0 of a group. Only process 0 keeps the measures so far.</summary>
    internal TrainingState OfFirst(ITrainingGroup group)
    {
        if (group.Size == 1)
            return this;
        TrainingState first = JsonSerializer.Deserialize<TrainingState>(group.Tell(JsonSerializer.SerializeToUtf8Bytes(this)))!;
        return group.Rank == 0 ? this : first with { Measured = [.. first.Measured.Select(sum => sum with { Sum = 0 })] };
    }
}

/// <summary>A measure summed over steps.</summary>
/// <param name="Name">The name in lower case, for instance <c>d_loss</c>.</param>
/// <param name="Sum">The sum over all steps since the last report.</param>
internal sealed record MeasureSum(string Name, double Sum);

/// <summary>What to do when a loss, a gradient or a weight is no longer finite.</summary>
public enum NotFiniteAction
{
    /// <summary>End training, and report which value was not finite.</summary>
    Stop,

    /// <summary>Return to the last checkpoint and continue with half the learning rate, at most three times in a run.</summary>
    Rollback,
}
