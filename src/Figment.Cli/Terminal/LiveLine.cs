namespace Figment.Cli.Terminal;

/// <summary>One line on stderr that says how far long work is; nothing in a pipe.</summary>
internal static class LiveLine
{
    private const int Width = 79;

    /// <summary>Does some work that says where it is, and removes the line in the end.</summary>
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
