using System.Reflection;

namespace Figment.Tests;

/// <summary>
/// Runs <c>figment</c> inside this process, through its entry point, in a tenth of the time that a separate process takes. It
/// refers to no type of the command, so it does not depend on what those are called. Tests that concern the process (pipes,
/// signals, how libtorch is found) use <see cref="CommandRunner"/>.
/// </summary>
internal static class CommandInside
{
    private static readonly MethodInfo Entry = Assembly.LoadFrom(CommandRunner.CommandFile).EntryPoint!;

    // The command keeps the outputs that it finds when it first starts, so they are always these two.
    private static readonly StringWriter Output = new(),
        Error = new();

    /// <summary>Runs a command.</summary>
    /// <param name="folder">The current folder meanwhile.</param>
    /// <param name="arguments">One each.</param>
    internal static (int ExitCode, string Output, string Error) Run(string folder, params string[] arguments)
    {
        // On a terminal it would draw its live views, which these tests do not want.
        if (!Console.IsOutputRedirected || !Console.IsErrorRedirected)
            return CommandRunner.Run(folder, null, arguments);

        (TextWriter output, TextWriter error, string before) = (Console.Out, Console.Error, Environment.CurrentDirectory);
        Output.GetStringBuilder().Clear();
        Error.GetStringBuilder().Clear();
        Console.SetOut(Output);
        Console.SetError(Error);
        Environment.CurrentDirectory = folder;
        try
        {
            object? code = Entry.Invoke(null, [arguments]);
            return (code as int? ?? 0, Output.ToString(), Error.ToString());
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
