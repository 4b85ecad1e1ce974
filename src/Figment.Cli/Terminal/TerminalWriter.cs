using System.Text;

namespace Figment.Cli.Terminal;

/// <summary>
/// One of the command's two outputs. Everything written to it is printable: a name from a file can neither move the cursor nor
/// begin a line. Writing never fails, because a full disk (for a log) or a closed pager must not end training; the error is
/// reported at the end.
/// </summary>
/// <param name="inner">The underlying writer.</param>
internal sealed class TerminalWriter(TextWriter inner) : TextWriter
{
    private readonly Lock gate = new();

    /// <summary>The first error while writing; null if there was none.</summary>
    internal Exception? Failure { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <summary>Writes the program's own lines. Line breaks are kept; other control characters are replaced.</summary>
    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
            WriteAsIs(string.Join('\n', value.ReplaceLineEndings("\n").Split('\n').Select(PrintableText.Of)));
    }

    public override void WriteLine() => WriteAsIs(Environment.NewLine);

    /// <summary>Writes a value as one line, whatever characters it contains.</summary>
    public override void WriteLine(string? value) => WriteAsIs(PrintableText.Of(value ?? "") + Environment.NewLine);

    public override void WriteLine(ReadOnlySpan<char> buffer) => WriteLine(buffer.ToString());

    /// <summary>Writes control sequences of the program itself, such as colours and cursor movements.</summary>
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
