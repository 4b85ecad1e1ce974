using Figment.Diagnosis;

namespace Figment.Runs;

/// <summary>What is known of copies that a run makes.</summary>
internal static class CopiesFound
{
    /// <summary>Whether near copies were found while it trained.</summary>
    internal static bool InTraining(RunFolder run) =>
        File.Exists(run.MetricsFile)
        && run.ReadMetrics(_ => { }).Any(line => line.Verdicts.Any(verdict => verdict.Kind == VerdictKind.Memorisation));

    /// <summary>What an evaluation of a run found; null where there was none, or its file is damaged.</summary>
    /// <typeparam name="T">A report.</typeparam>
    /// <param name="run">The run; null where there is none.</param>
    /// <param name="read">Reads it from the folder; null where it is of another kind.</param>
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
