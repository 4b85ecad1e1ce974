using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Figment.Cli.Terminal;

/// <summary>
/// The parts of a help page that the command itself does not hold: groups of options, lists of choices, examples.
/// </summary>
internal sealed class HelpParts
{
    private static readonly ConditionalWeakTable<Command, HelpParts> ByCommand = [];

    private readonly List<(string Title, IReadOnlyList<Option> Options)> groups = [];
    private readonly List<(string Title, IReadOnlyList<Command> Commands)> commands = [];

    /// <summary>The groups of options, in the order of the page. Options without a group appear under "Other".</summary>
    internal IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups => groups;

    /// <summary>The groups of subcommands.</summary>
    internal IReadOnlyList<(string Title, IReadOnlyList<Command> Commands)> CommandGroups => commands;

    /// <summary>The values that an argument may have, each with a sentence.</summary>
    internal (string Title, IReadOnlyList<(string Name, string Description)> All)? Choices { get; private set; }

    /// <summary>The examples at the end of the page.</summary>
    internal IReadOnlyList<string> Examples { get; private set; } = [];

    internal static HelpParts Of(Command command) => ByCommand.GetOrCreateValue(command);

    internal void AddGroup(string title, IReadOnlyList<Option> options) => groups.Add((title, options));

    internal void AddGroup(string title, IReadOnlyList<Command> below) => commands.Add((title, below));

    internal void Choose(string title, IReadOnlyList<(string Name, string Description)> all) => Choices = (title, all);

    internal void End(IReadOnlyList<string> examples) => Examples = examples;
}

/// <summary>Adds help parts to commands.</summary>
internal static class HelpPartsExtensions
{
    /// <summary>Adds the examples at the end of a command's help.</summary>
    internal static TCommand WithExamples<TCommand>(this TCommand command, params string[] lines)
        where TCommand : Command
    {
        HelpParts.Of(command).End(lines);
        return command;
    }

    /// <summary>Puts options of a command under a heading of its help; headings appear in the order of the calls.</summary>
    internal static TCommand WithGroup<TCommand>(this TCommand command, string title, params Option[] options)
        where TCommand : Command
    {
        HelpParts.Of(command).AddGroup(title, options);
        return command;
    }

    /// <summary>Adds subcommands to a command, under a heading of its help.</summary>
    internal static TCommand WithCommands<TCommand>(this TCommand command, string title, params Command[] below)
        where TCommand : Command
    {
        foreach (Command each in below)
            command.Subcommands.Add(each);
        HelpParts.Of(command).AddGroup(title, below);
        return command;
    }

    /// <summary>Lists the values that an argument may have.</summary>
    internal static TCommand WithChoices<TCommand>(
        this TCommand command,
        string title,
        IEnumerable<(string Name, string Description)> all
    )
        where TCommand : Command
    {
        HelpParts.Of(command).Choose(title, [.. all]);
        return command;
    }
}
