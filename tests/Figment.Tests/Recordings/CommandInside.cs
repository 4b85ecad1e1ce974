using System.Reflection;

namespace Figment.Tests.Recordings;

/// <summary>
/// Runs <c>figment</c> inside this process, by its entry point: a tenth of the time of a process of its own, for commands that
/// need libtorch. It names no type of the command's, so it holds whatever those are called.
/// </summary>
internal static class CommandInside
{
    private static readonly MethodInfo Entry = Assembly.LoadFrom(CommandRunner.CommandFile).EntryPoint!;

    // The command keeps the outputs that it finds at its first start, so those are always these two.
    private static readonly StringWriter Output = new(), Error = new();

    /// <summary>Runs a command.</summary>
    /// <param name="folder">The current folder meanwhile.</param>
    /// <param name="arguments">One each.</param>
    internal static (int ExitCode, string Output, string Error) Run(string folder, params string[] arguments)
    {
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
