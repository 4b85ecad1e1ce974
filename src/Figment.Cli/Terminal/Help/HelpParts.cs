using System.CommandLine;
using System.Runtime.CompilerServices;

namespace Figment.Cli.Terminal;

/// <summary>
/// What a command's help says beside what the command tells by itself: options in groups, choices one a line, examples.
/// </summary>
internal sealed class HelpParts
{
    private static readonly ConditionalWeakTable<Command, HelpParts> ByCommand = [];

    private readonly List<(string Title, IReadOnlyList<Option> Options)> groups = [];
    private readonly List<(string Title, IReadOnlyList<Command> Commands)> commands = [];

    /// <summary>Options by what they are for, in the order of the page. What no group has stands under "Other".</summary>
    internal IReadOnlyList<(string Title, IReadOnlyList<Option> Options)> Groups => groups;

    /// <summary>Commands below this one by what they are for.</summary>
    internal IReadOnlyList<(string Title, IReadOnlyList<Command> Commands)> CommandGroups => commands;

    /// <summary>What an argument may be, each with a sentence.</summary>
    internal (string Title, IReadOnlyList<(string Name, string Description)> All)? Choices { get; private set; }

    /// <summary>The lines that the page ends with.</summary>
    internal IReadOnlyList<string> Examples { get; private set; } = [];

    internal static HelpParts Of(Command command) => ByCommand.GetOrCreateValue(command);

    internal void AddGroup(string title, IReadOnlyList<Option> options) => groups.Add((title, options));

    internal void AddGroup(string title, IReadOnlyList<Command> below) => commands.Add((title, below));

    internal void Choose(string title, IReadOnlyList<(string Name, string Description)> all) => Choices = (title, all);

    internal void End(IReadOnlyList<string> examples) => Examples = examples;
}

/// <summary>How commands say them.</summary>
internal static class HelpPartsExtensions
{
    /// <summary>Gives a command the examples that its help ends with.</summary>
    internal static TCommand WithExamples<TCommand>(this TCommand command, params string[] lines)
        where TCommand : Command
    {
        HelpParts.Of(command).End(lines);
        return command;
    }

    /// <summary>Puts options of a command under a title of its help; titles stand in the order of the calls.</summary>
    internal static TCommand WithGroup<TCommand>(this TCommand command, string title, params Option[] options)
        where TCommand : Command
    {
        HelpParts.Of(command).AddGroup(title, options);
        return command;
    }

    /// <summary>Adds commands below a command, under a title of its help.</summary>
    internal static TCommand WithCommands<TCommand>(this TCommand command, string title, params Command[] below)
        where TCommand : Command
    {
        foreach (Command each in below)
            command.Subcommands.Add(each);
        HelpParts.Of(command).AddGroup(title, below);
        return command;
    }

    /// <summary>Lists what an argument may be.</summary>
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
