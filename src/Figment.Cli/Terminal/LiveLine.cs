namespace Figment.Cli.Terminal;

/// <summary>One line on stderr that shows the progress of long work; nothing is shown in a pipe.</summary>
internal static class LiveLine
{
    private const int Width = 79;

    /// <summary>Runs work that reports its progress, and removes the line at the end.</summary>
    internal static T Show<T>(Func<Action<string>, T> work)
    {
        if (Console.IsErrorRedirected)
            return work(_ => { });
        try
        {
            return work(line => CommandOutput.ShowOnError(line, Width));
        }
        finally
        {
            CommandOutput.ShowOnError("", Width);
        }
    }
}
