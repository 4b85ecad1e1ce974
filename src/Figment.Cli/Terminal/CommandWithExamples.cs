using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Figment.Cli.Terminal;

/// <summary>The root command, whose help ends in examples, as that of every command does.</summary>
internal sealed class CommandWithExamples : RootCommand
{
    internal CommandWithExamples(string description, params string[] examples)
        : base(description)
    {
        Examples.Add(this, examples);
        HelpOption help = Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
    }

    private sealed class HelpWithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            int code = inner.Invoke(parseResult);
            if (Examples.Of(parseResult.CommandResult.Command) is { Length: > 0 } lines)
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (string line in lines) output.WriteLine($"  {line}");
                output.WriteLine();
            }

            return code;
        }
    }
}

/// <summary>The examples that a command's help ends with.</summary>
internal static class Examples
{
    private static readonly Dictionary<Command, string[]> ByCommand = [];

    /// <summary>Gives a command its examples.</summary>
    internal static TCommand WithExamples<TCommand>(this TCommand command, params string[] lines)
        where TCommand : Command
    {
        Add(command, lines);
        return command;
    }

    internal static void Add(Command command, string[] lines) => ByCommand[command] = lines;

    internal static string[] Of(Command command) => ByCommand.GetValueOrDefault(command, []);
}
