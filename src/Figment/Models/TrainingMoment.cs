namespace Figment.Models;

/// <summary>Where a training stands when a step begins.</summary>
public sealed class TrainingMoment
{
    internal TrainingMoment(long step, long items, double fraction) => (Step, Items, Fraction) = (step, items, fraction);

    /// <summary>Steps done before this one.</summary>
    public long Step { get; }

    /// <summary>Items of the data seen before this step, repeats counted.</summary>
    public long Items { get; }

    /// <summary>What part of the training is done, 0 to below 1; schedules follow it.</summary>
    public double Fraction { get; }
}
