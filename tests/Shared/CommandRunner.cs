using System.Diagnostics;
using System.Text;

namespace Figment.Tests;

/// <summary>Runs programs as a user would, in a process of their own, and collects what they say.</summary>
internal static class CommandRunner
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);

    /// <summary>The command under test; the build puts it beside the tests.</summary>
    public static string CommandFile { get; } = Path.Combine(AppContext.BaseDirectory, "Figment.Cli.dll");

    /// <summary>Runs <c>figment</c>.</summary>
    /// <param name="workingFolder">Where it runs.</param>
    /// <param name="environment">Variables to set; null as a value removes one. The rest is inherited.</param>
    /// <param name="arguments">One item each; nothing is quoted or split.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string workingFolder,
        IReadOnlyDictionary<string, string?>? environment,
        params string[] arguments
    ) => RunProgram(DotnetHost, workingFolder, environment, [CommandFile, .. arguments]);

    /// <summary>Runs a copy of <c>figment</c> that lies elsewhere.</summary>
    public static (int ExitCode, string Output, string Error) RunCopy(
        string commandFile,
        string workingFolder,
        IReadOnlyDictionary<string, string?>? environment,
        params string[] arguments
    ) => RunProgram(DotnetHost, workingFolder, environment, [commandFile, .. arguments]);

    /// <summary>
    /// Runs any program; fails when it takes longer than three minutes, and then ends it with all its children.
    /// </summary>
    public static (int ExitCode, string Output, string Error) RunProgram(
        string program,
        string workingFolder,
        IReadOnlyDictionary<string, string?>? environment,
        params IEnumerable<string> arguments
    )
    {
        using Process process = StartProgram(program, workingFolder, environment, arguments);

        // Both at once: a program blocks when its stderr pipe is full and nobody reads it.
        Task<string> output = process.StandardOutput.ReadToEndAsync(),
            error = process.StandardError.ReadToEndAsync();
        bool ended = process.WaitForExit(Timeout);
        if (!ended)
            process.Kill(entireProcessTree: true);

        // A grandchild that outlives its parent would keep the pipes open.
        bool read = Task.WaitAll([output, error], TimeSpan.FromSeconds(5));
        if (!ended || !read)
            Assert.Fail(
                $"{Path.GetFileName(program)} {string.Join(' ', arguments)} did not "
                    + $"{(ended ? "close its output" : $"end within {Timeout.TotalSeconds} s")}."
                    + $"\nstdout: {Text(output)}\nstderr: {Text(error)}"
            );
        return (process.ExitCode, output.Result, error.Result);
    }

    /// <summary>Starts <c>figment</c> and leaves it running.</summary>
    public static Process Start(string workingFolder, params string[] arguments) =>
        StartProgram(DotnetHost, workingFolder, null, [CommandFile, .. arguments]);

    /// <summary>
    /// Whether a signal is ignored by the process that started these tests, and so by all processes that they start: a shell
    /// ignores Ctrl-C in programs that it starts in the background, and nohup ignores a terminal that hangs up.
    /// </summary>
    /// <param name="signal">Its name, for instance <c>SIGINT</c> or <c>INT</c>.</param>
    public static bool IsIgnored(string signal)
    {
        const string Status = "/proc/self/status",
            Ignored = "SigIgn:";
        int number = signal.Replace("SIG", "", StringComparison.Ordinal) switch
        {
            "HUP" => 1,
            "INT" => 2,
            "QUIT" => 3,
            "TERM" => 15,
            _ => throw new ArgumentException(signal),
        };
        return File.Exists(Status)
            && (
                Convert.ToUInt64(
                    File.ReadLines(Status)
                        .First(line => line.StartsWith(Ignored, StringComparison.Ordinal))[Ignored.Length..]
                        .Trim(),
                    16
                ) & (1ul << (number - 1))
            ) != 0;
    }

    /// <summary>The reason to skip where <see cref="IsIgnored"/>.</summary>
    public const string IgnoredSignal = "The signal is ignored by what began these tests, and so by all that they begin.";

    /// <summary>Starts any program and leaves it running.</summary>
    public static Process StartProgram(
        string program,
        string workingFolder,
        IReadOnlyDictionary<string, string?>? environment,
        IEnumerable<string> arguments,
        bool keepsInput = false
    )
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;

        Process process = Process.Start(start)!;
        if (!keepsInput)
            process.StandardInput.Close(); // a program that asks for input gets its end instead of waiting
        return process;
    }

    public static string DotnetHost =>
        Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    private static string Text(Task<string> read) => read.IsCompletedSuccessfully ? read.Result : "(not closed)";
}
