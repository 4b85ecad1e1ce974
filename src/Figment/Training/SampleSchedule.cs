namespace Figment.Training;

/// <summary>Says when a picture of the samples is due: every so many steps, or about twenty times over a run.</summary>
internal sealed class SampleSchedule(TrainingOptions options)
{
    private const int Pictures = 20;
    private readonly long everySteps =
        options.SampleEvery ?? (options.Length.Steps is long steps ? RoundUp(steps / (double)Pictures) : 0);

    /// <summary>Whether a picture is due after this step.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="before">Time trained before the step.</param>
    /// <param name="elapsed">Time trained with it.</param>
    internal bool IsDue(long step, TimeSpan before, TimeSpan elapsed) =>
        everySteps > 0 ? step % everySteps == 0 : Passes(options.Length.Time!.Value / Pictures, before, elapsed);

    /// <summary>Whether a multiple of an interval lies between two moments.</summary>
    internal static bool Passes(TimeSpan interval, TimeSpan before, TimeSpan elapsed) =>
        elapsed.Ticks / interval.Ticks > before.Ticks / interval.Ticks;

    /// <summary>The next 1, 2 or 5 times a power of ten, so that file names are round numbers.</summary>
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
