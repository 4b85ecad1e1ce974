namespace Figment.Training;

/// <summary>Decides when samples are due: after a number of steps, or about twenty times in a run.</summary>
internal sealed class SampleSchedule(TrainingOptions options)
{
    private const int Pictures = 20;
    private readonly long everySteps =
        options.SampleEvery ?? (options.Length.Steps is long steps ? RoundUp(steps / (double)Pictures) : 0);

    /// <summary>Whether samples are due after this step.</summary>
    /// <param name="step">The number of steps done.</param>
    /// <param name="before">The training time before the step.</param>
    /// <param name="elapsed">The training time including the step.</param>
    internal bool IsDue(long step, TimeSpan before, TimeSpan elapsed) =>
        everySteps > 0 ? step % everySteps == 0 : Passes(options.Length.Time!.Value / Pictures, before, elapsed);

    /// <summary>Whether a multiple of the interval lies between two times.</summary>
    internal static bool Passes(TimeSpan interval, TimeSpan before, TimeSpan elapsed) =>
        elapsed.Ticks / interval.Ticks > before.Ticks / interval.Ticks;

    /// <summary>Rounds up to 1, 2 or 5 times a power of ten, so that file names have round numbers.</summary>
    private static long RoundUp(double value)
    {
        long power = 1;
        while (true)
        {
            foreach (long factor in (long[])[1, 2, 5])
                if (factor * power >= value)
                    return factor * power;
            power *= 10;
        }
    }
}
