using System.Diagnostics;

namespace Figment.Benchmarks;

/// <summary>
/// A clock that remembers when it was read. The training loop reads its clock once at the start and once after each
/// step, so handing it this one gives the time of every step and adds nothing to it: no listener, no report.
/// </summary>
/// <param name="steps">How many steps there will be.</param>
internal sealed class StepClock(int steps) : TimeProvider
{
    private readonly long[] readings = new long[steps + 1];
    private int count;

    public override long GetTimestamp()
    {
        long now = Stopwatch.GetTimestamp();
        if (count < readings.Length)
            readings[count] = now;
        count++;
        return now;
    }

    /// <summary>The times between the readings.</summary>
    /// <exception cref="InvalidOperationException">The loop read the clock more or less often than once per step.</exception>
    internal StepTimes Times()
    {
        if (count != readings.Length)
            throw new InvalidOperationException(
                $"The clock was read {count} times in {readings.Length - 1} steps, not once at the start and once after each "
                    + $"step: the times per step would be wrong. Has the training loop changed?"
            );
        return new StepTimes([
            .. readings.Zip(readings.Skip(1), (before, after) => (after - before) * 1000.0 / Stopwatch.Frequency),
        ]);
    }
}
