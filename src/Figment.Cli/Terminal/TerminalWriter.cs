using System.Text;

namespace Figment.Cli.Terminal;

/// <summary>
/// One of the command's two outputs. What is written there is printable: a name from a file moves no cursor and begins no line.
/// And writing never fails: a full disk behind a log or a pager that was closed must not end a training; what went wrong is said
/// at the end.
/// </summary>
/// <param name="inner">Where it goes.</param>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    private readonly Lock gate = new();

    /// <summary>Why something could not be written; null where all was.</summary>
    internal Exception? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <summary>Writes text of the program's own lines; only line ends stay as they are.</summary>
    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
            WriteAsIs(string.Join('\n', value.ReplaceLineEndings("\n").Split('\n').Select(PrintableText.Of)));
    }

    public override void WriteLine() => WriteAsIs(Environment.NewLine);

    /// <summary>Writes one line, whatever stands in it.</summary>
    public override void WriteLine(string? value) => WriteAsIs(PrintableText.Of(value ?? "") + Environment.NewLine);

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    /// <summary>Writes what the program itself says to a terminal, such as colours and moves of the cursor.</summary>
    internal void WriteAsIs(string value) => Try(() => inner.Write(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        lock (gate)
        {
            try
            {
                write();
            }
            catch (Exception e) when (Storage.IsFailure(e) || e is ObjectDisposedException or NotSupportedException)
            {
                Failure ??= e;
            }
        }
    }
}
