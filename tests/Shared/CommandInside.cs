using System.Reflection;

namespace Figment.Tests;

/// <summary>
/// Runs <c>figment</c> inside this process, by its entry point: a tenth of the time of a process of its own. It names no type of
/// the command's, so it holds whatever those are called. What is about the process (pipes, signals, how libtorch is found) takes
/// <see cref="CommandRunner"/>.
/// </summary>
internal static class CommandInside
{
    private static readonly MethodInfo Entry = Assembly.LoadFrom(CommandRunner.CommandFile).EntryPoint!;

    // The command keeps the outputs that it finds at its first start, so those are always these two.
    private static readonly StringWriter Output = new(),
        Error = new();

    /// <summary>Runs a command.</summary>
    /// <param name="folder">The current folder meanwhile.</param>
    /// <param name="arguments">One each.</param>
    internal static (int ExitCode, string Output, string Error) Run(string folder, params string[] arguments)
    {
        // On a terminal it would draw its live views, which are not what is asked for.
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
