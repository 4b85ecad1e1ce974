using System.CommandLine;
using Figment.Cli.Terminal;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary><c>figment open</c>: turns the page of a model that somebody sent into a run.</summary>
internal static class OpenCommand
{
    private static readonly Argument<string?> Page = new Argument<string?>("PAGE")
    {
        HelpName = "PAGE",
        Description = "The page, written by 'figment export --format html' on any machine",
        DefaultValueFactory = _ => null, // so that help can be asked for without one
    }.NoOption();

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "The folder of the new run (default: a new one in runs/)",
        HelpName = "DIR",
    };

    internal static Command Create()
    {
        Command command = new("open", "Create a run from a page that someone sent you") { Page, Out };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command.WithExamples(
            "figment open model.html                       a new run in runs/, which is now the latest",
            "figment open model.html --out runs/friends    under a name of your own",
            "figment generate runs/friends --count 64      then use it like any other run",
            "figment train --from runs/friends --data photos/"
        );
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        string page =
            parsed.GetValue(Page)
            ?? throw new OptionsException(["Give the page that you were sent, for example: figment open model.html"]);
        RunFolder run = PageOpening.Open(page, parsed.GetValue(Out), "runs", TimeProvider.System, cancellation);
        TextWriter output = Console.Out;
        RunOptions options = run.Options;
        string step = run.Model.Describe(Checkpoint.Last);
        output.WriteLine(
            $"{Words.Printable(page)} is opened as {run.Root}: {options.Preset} on {Words.Printable(options.Data.Name)} ({step})."
        );
        foreach (Figment.Text said in OriginText.Of(options))
            output.WriteLine(said.In(Language.English));
        output.WriteLine($"Use it like any other run: '{Words.Command} generate {run.Root}', or '{Words.Command} studio'.");
        return CommandLine.Done;
    }
}
