using Figment.Diagnosis;

namespace Figment.Runs;

/// <summary>What is known about copies among the samples of a run.</summary>
internal static class CopiesFound
{
    /// <summary>Whether near copies were found during training.</summary>
    internal static bool InTraining(RunFolder run) =>
        run.Options.OpenedFrom is { AreCopies: true }
        || (
            File.Exists(run.MetricsFile)
            && run.ReadMetrics(_ => { }).Any(line => line.Verdicts.Any(verdict => verdict.Kind == VerdictKind.Memorisation))
        );

    /// <summary>The report of a run's evaluation; null if there is none or its file is damaged.</summary>
    /// <typeparam name="T">The type of the report.</typeparam>
    /// <param name="run">The run; null if there is none.</param>
    /// <param name="read">Reads the report from the folder; returns null if it is of another type.</param>
    internal static T? ReportOf<T>(RunFolder? run, Func<string, T?> read)
        where T : class
    {
        try
        {
            return run is null ? null : read(run.Root);
        }
        catch (FigmentException)
        {
            return null;
        }
    }
}
