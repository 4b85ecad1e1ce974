using System.Text.Json;
using Figment.Backend;

namespace Figment.Training;

/// <summary>
/// Where a training stands between two steps, beyond what its model holds. With both it goes on as if it had never stopped:
/// random numbers, the order of the images and all schedules are functions of the seed and these counters.
/// </summary>
internal sealed record TrainingState
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>Time trained so far.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>What learning rates are multiplied with; below 1 after a <see cref="NotFiniteAction.Rollback"/>.</summary>
    public double RateFactor { get; init; } = 1;

    /// <summary>Steps since the last report.</summary>
    public int MeasuredSteps { get; init; }

    /// <summary>What those steps measured, added up.</summary>
    public IReadOnlyList<MeasureSum> Measured { get; init; } = [];

    /// <summary>
    /// Where number 0 of a group stands. What was measured so far is counted there alone.
    /// </summary>
    internal TrainingState OfFirst(ITrainingGroup group)
    {
        if (group.Size == 1)
            return this;
        TrainingState first = JsonSerializer.Deserialize<TrainingState>(group.Tell(JsonSerializer.SerializeToUtf8Bytes(this)))!;
        return group.Rank == 0 ? this : first with { Measured = [.. first.Measured.Select(sum => sum with { Sum = 0 })] };
    }
}

/// <summary>A measure, added up over steps.</summary>
/// <param name="Name">For instance <c>d_loss</c>.</param>
/// <param name="Sum">Over all steps since the last report.</param>
internal sealed record MeasureSum(string Name, double Sum);

/// <summary>What to do when a loss, a gradient or a weight is no longer a finite number.</summary>
public enum NotFiniteAction
{
    /// <summary>End the training, and say what it was.</summary>
    Stop,

    /// <summary>
    /// Go back to the last checkpoint and on from there with half the learning rate, at most three times in a run.
    /// </summary>
    Rollback,
}
