using System.Text;

namespace Figment.Cli.Commands;

/// <summary>The lines that a user types or that come from a pipe.</summary>
/// <param name="isTerminal">Whether a user types them at a terminal.</param>
internal sealed class ChatLines(bool isTerminal)
{
    private const int MostCharacters = 1 << 20;
    private readonly TextReader? piped = isTerminal
        ? null
        : new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));

    /// <summary>The next line; null at the end.</summary>
    /// <param name="cancellation">
    /// Stops the wait. The reading thread keeps running, because only the end of the program stops a read.
    /// </param>
    /// <exception cref="FigmentException">The line is too long.</exception>
    internal string? Next(CancellationToken cancellation)
    {
        Task<string?> line = Task.Run(() => piped is null ? Console.ReadLine() : Read(piped), CancellationToken.None);
        try
        {
            line.Wait(cancellation);
        }
        catch (AggregateException e) when (e.InnerException is FigmentException)
        {
            throw e.InnerException;
        }

        return line.Result;
    }

    private static string? Read(TextReader reader)
    {
        StringBuilder line = new();
        for (int value; (value = reader.Read()) >= 0; line.Append((char)value))
        {
            if (value == '\n')
                return line.ToString().TrimEnd('\r');
            if (line.Length == MostCharacters)
                throw new FigmentException(
                    $"A message is longer than {MostCharacters:N0} characters. Pass only the end of the prompt: the model cannot "
                        + $"read more than that."
                );
        }

        return line.Length == 0 ? null : line.ToString();
    }
}
