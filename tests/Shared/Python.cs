using System.ComponentModel;
using System.Diagnostics;

namespace Figment.Tests;

/// <summary>Python, if it is installed with what a test needs: FIGMENT_PYTHON, or the system's.</summary>
internal static class Python
{
    private static readonly string[] Commands =
    [
        .. new[] { Environment.GetEnvironmentVariable("FIGMENT_PYTHON"), "python3", "/usr/bin/python3" }.OfType<string>(),
    ];

    /// <summary>Runs a script; null if no Python here has the package.</summary>
    /// <param name="package">What it imports.</param>
    /// <param name="script">The script.</param>
    /// <param name="folder">Where it runs.</param>
    /// <returns>What it printed; if it fails, the test fails.</returns>
    internal static string? Run(string package, string script, string? folder = null)
    {
        if (Commands.FirstOrDefault(command => Start(command, $"import {package}", null) is (0, _)) is not string python)
            return null;
        (int code, string said) = Start(python, script, folder)!.Value;
        Assert.True(code == 0, said);
        return said;
    }

    /// <summary>A list of texts as Python source.</summary>
    internal static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(text => $"'{text}'"))}]";

    private static (int Code, string Said)? Start(string command, string script, string? folder)
    {
        ProcessStartInfo start = new(command)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? "",
        };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            string said = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, process.ExitCode == 0 ? said : said + errors.Result);
        }
        catch (Win32Exception)
        {
            return null; // there is no such command
        }
    }
}
