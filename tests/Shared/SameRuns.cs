using Figment.Runs;

namespace Figment.Tests;

/// <summary>Two runs that must be identical.</summary>
internal static class SameRuns
{
    /// <summary>All that a run leaves, except for the times.</summary>
    internal static void AssertSame(RunFolder expected, RunFolder actual)
    {
        Assert.Equal(File.ReadAllBytes(expected.ModelFile), File.ReadAllBytes(actual.ModelFile));
        Assert.Equal(expected.SampleFiles.Select(Path.GetFileName), actual.SampleFiles.Select(Path.GetFileName));
        Assert.All(
            expected.SampleFiles.Zip(actual.SampleFiles),
            pair => Assert.Equal(File.ReadAllBytes(pair.First), File.ReadAllBytes(pair.Second))
        );
        MetricsLine[] a = [.. expected.ReadMetrics()],
            b = [.. actual.ReadMetrics()];
        Assert.Equal(a.Select(Told), b.Select(Told));
        static string Told(MetricsLine line) =>
            OptionsJson.WriteLine(
                new MetricsLine(line.Step, line.Items, 0, line.Measures, line.Evaluation, line.Verdicts, line.Rollback)
            );
    }
}
