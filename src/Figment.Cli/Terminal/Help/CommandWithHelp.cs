using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Figment.Cli.Terminal;

/// <summary>The root command. Its help, and the help of every command below it, is a <see cref="HelpPage"/>.</summary>
internal sealed class CommandWithHelp : RootCommand
{
    internal CommandWithHelp(string description, params string[] examples)
        : base(description)
    {
        this.WithExamples(examples);
        Options.OfType<HelpOption>().Single().Action = new ShowPage();
    }

    private sealed class ShowPage : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            new HelpPage(parseResult.InvocationConfiguration.Output, HelpPage.UsualWidth).Write(
                parseResult.CommandResult.Command
            );
            return CommandLine.Done;
        }
    }
}
