namespace Figment.Training;

/// <summary>Says when a picture of the samples is due: every so many steps, or about twenty times over a run.</summary>
internal sealed class SampleSchedule(TrainingOptions options)
{
    private const int Pictures = 20;
    private readonly long everySteps = options.SampleEvery ?? (options.Length.Steps is long steps ? RoundUp(steps / (double)Pictures) : 0);
    private TimeSpan last;

    /// <summary>Whether a picture is due after this step.</summary>
    internal bool IsDue(long step, TimeSpan elapsed)
    {
        if (everySteps > 0) return step % everySteps == 0;
        if (elapsed - last < options.Length.Time!.Value / Pictures) return false;
        last = elapsed;
        return true;
    }

    /// <summary>The next 1, 2 or 5 times a power of ten, so that file names are round numbers.</summary>
    private static long RoundUp(double value)
    {
        long power = 1;
        while (true)
        {
            foreach (long factor in (long[])[1, 2, 5])
                if (factor * power >= value) return factor * power;
            power *= 10;
        }
    }
}
