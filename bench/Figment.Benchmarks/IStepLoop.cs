namespace Figment.Benchmarks;

/// <summary>Something that does one step after another, each with the work of one training step.</summary>
internal interface IStepLoop : IDisposable
{
    /// <summary>Does the given number of steps and returns the time of each.</summary>
    StepTimes Run(int steps);
}

/// <summary>What every single step of one or several rounds took.</summary>
/// <param name="Milliseconds">One value per step.</param>
internal sealed record StepTimes(IReadOnlyList<double> Milliseconds)
{
    internal double Median => Milliseconds.Median();

    internal double Min => Milliseconds.Min();

    internal double Mean => Milliseconds.Average();

    internal static StepTimes Join(IEnumerable<StepTimes> rounds) => new([.. rounds.SelectMany(round => round.Milliseconds)]);
}
