using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Figment.Cli.Terminal;

/// <summary>
/// The only way for text to reach the terminal. Everything that writes to <see cref="Console"/> or shows a live view passes
/// through here, including future commands (<c>BannedSymbols.txt</c> keeps other code from using <c>AnsiConsole</c>).
/// </summary>
internal static class CommandOutput
{
    private static readonly TerminalWriter Output = new(Console.Out),
        Error = new(Console.Error);

    /// <summary>Takes over the console.</summary>
    internal static void Take()
    {
        Console.SetOut(Output);
        Console.SetError(Error);
    }

    /// <summary>
    /// The terminal for live views. Only commands with a live view load its library; most commands, such as help, do not.
    /// </summary>
    internal static IAnsiConsole ForLiveViews()
    {
#pragma warning disable RS0030 // created only here
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new LiveOutput(new AsIs(Output)) });
#pragma warning restore RS0030
        console.Pipeline.Attach(new PrintableHook());
        return console;
    }

    /// <summary>Replaces the current line on stderr.</summary>
    internal static void ShowOnError(string line, int width)
    {
        string printable = PrintableText.Of(line);
        Error.WriteAsIs($"\r{(printable.Length > width ? printable[..width] : printable).PadRight(width)}\r");
    }

    /// <summary>Shows the cursor again after a live view has hidden it.</summary>
    internal static void ShowCursor()
    {
        if (!Console.IsOutputRedirected)
            Output.WriteAsIs("\u001b[?25h");
    }

    /// <summary>Reports output that could not be written, if reporting is still possible.</summary>
    /// <param name="code">The exit code of the command.</param>
    /// <returns>
    /// The exit code. It signals failure if the output was lost, because a command whose answer nobody can read has not done its
    /// work.
    /// </returns>
    internal static int Conclude(int code)
    {
        Output.Flush();
        if ((Output.Failure ?? Error.Failure) is not { } failure)
            return code;
        string reason = failure is IOException ? failure.Message.Split(" : '")[0].Trim().TrimEnd('.') : "The output is closed";
        if (Output.Failure is not null)
            Console.Error.WriteLine($"The output cannot be written: {char.ToLowerInvariant(reason[0])}{reason[1..]}.");
        return code == CommandLine.Done ? CommandLine.Failed : code;
    }

    /// <summary>The terminal for live views.</summary>
    private sealed class LiveOutput(TextWriter writer) : IAnsiConsoleOutput
    {
        private const int Usual = 80,
            UsualHeight = 24;

        public TextWriter Writer => writer;

        public bool IsTerminal => !Console.IsOutputRedirected;

        public int Width => Measure(() => Console.BufferWidth, Usual);

        public int Height => Measure(() => Console.WindowHeight, UsualHeight);

        public void SetEncoding(Encoding encoding)
        {
            if (!Console.IsOutputRedirected)
                Console.OutputEncoding = encoding;
        }

        private static int Measure(Func<int> measure, int otherwise)
        {
            try
            {
                return measure() is > 0 and int size ? size : otherwise;
            }
            catch (Exception e) when (e is IOException or PlatformNotSupportedException)
            {
                return otherwise;
            }
        }
    }

    /// <summary>Passes on the output of a live view unchanged, including its colours and cursor movements.</summary>
    private sealed class AsIs(TerminalWriter terminal) : TextWriter
    {
        public override Encoding Encoding => terminal.Encoding;

        public override void Write(char value) => terminal.WriteAsIs(value.ToString());

        public override void Write(char[] buffer, int index, int count) => terminal.WriteAsIs(new string(buffer, index, count));

        public override void Write(string? value) => terminal.WriteAsIs(value ?? "");

        public override void Flush() => terminal.Flush();
    }

    /// <summary>Makes the text in live views printable without touching their control sequences.</summary>
    private sealed class PrintableHook : IRenderHook
    {
        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables) =>
            renderables.Select(inner => new PrintableView(inner));
    }

    private sealed class PrintableView(IRenderable inner) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => inner.Measure(options, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
            inner
                .Render(options, maxWidth)
                .Select(segment =>
                    segment.IsControlCode
                    || segment.IsLineBreak
                    || PrintableText.Of(segment.Text) is string text && text == segment.Text
                        ? segment
                        : new Segment(PrintableText.Of(segment.Text), segment.Style, segment.Link)
                );
    }
}
