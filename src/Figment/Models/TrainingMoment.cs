namespace Figment.Models;

/// <summary>The progress of a training run at the beginning of a step.</summary>
public sealed class TrainingMoment
{
    internal TrainingMoment(long step, long items, double fraction) => (Step, Items, Fraction) = (step, items, fraction);

    /// <summary>The number of steps done before this one.</summary>
    public long Step { get; }

    /// <summary>The number of items seen before this step, repeats included.</summary>
    public long Items { get; }

    /// <summary>The fraction of training that is done, from 0 to below 1; schedules depend on it.</summary>
    public double Fraction { get; }
}
