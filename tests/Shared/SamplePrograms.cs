using System.Diagnostics;

namespace Figment.Tests.Samples;

/// <summary>
/// The samples, run by <c>dotnet run</c> as their first lines say. Each is compiled by the first test that runs it; the others
/// use the compiled program, since the sources do not change in the meantime.
/// </summary>
internal static class SamplePrograms
{
    private static readonly HashSet<string> Compiled = [];

    /// <summary>Where a sample lies.</summary>
    internal static string FileOf(string sample) => Path.Combine(Repository.Root, "samples", sample);

    /// <summary>Runs one to its end.</summary>
    internal static (int ExitCode, string Output, string Error) Run(
        string sample,
        string folder,
        IReadOnlyDictionary<string, string?>? environment,
        params string[] arguments
    ) => CommandRunner.RunProgram(CommandRunner.DotnetHost, folder, environment, [.. ToRun(sample), .. arguments]);

    /// <summary>Starts one that will be ended by the test.</summary>
    internal static Process Start(
        string sample,
        string folder,
        IReadOnlyDictionary<string, string?>? environment,
        params string[] arguments
    ) => CommandRunner.StartProgram(CommandRunner.DotnetHost, folder, environment, [.. ToRun(sample), .. arguments]);

    private static string[] ToRun(string sample) =>
        Compiled.Add(sample) ? ["run", FileOf(sample), "--"] : ["run", "--no-build", FileOf(sample), "--"];
}
