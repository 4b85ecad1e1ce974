using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;

namespace Figment.Cli.Terminal;

/// <summary>The help page of a command: description, usage, options in groups, examples.</summary>
/// <param name="output">Receives the page.</param>
/// <param name="width">The longest line, in characters; examples may be longer.</param>
internal sealed class HelpPage(TextWriter output, int width)
{
    /// <summary>A width that fits any terminal of ordinary size.</summary>
    internal const int UsualWidth = 100;

    private const int Indent = 2,
        WidestName = 30;

    /// <summary>Writes the page.</summary>
    internal void Write(Command command)
    {
        HelpParts parts = HelpParts.Of(command);
        foreach (string line in Wrapped(command.Description ?? "", width))
            output.WriteLine(line);
        Title("Usage");
        output.WriteLine($"  {Usage(command)}");
        List(
            "Arguments",
            [.. Visible(command.Arguments).Select(argument => ($"<{argument.HelpName ?? argument.Name}>", Said(argument)))]
        );
        if (parts.Choices is { } choices)
            List(choices.Title, choices.All);
        Commands(command, parts);
        Groups(command, parts);
        if (parts.Examples.Count == 0)
            return;
        Title("Examples");
        foreach (string line in parts.Examples)
            output.WriteLine($"  {line}");
        output.WriteLine();
    }

    private void Commands(Command command, HelpParts parts)
    {
        HashSet<Command> placed = [.. parts.CommandGroups.SelectMany(group => group.Commands)];
        foreach ((string title, IReadOnlyList<Command> commands) in parts.CommandGroups)
            List(title, [.. commands.Where(each => !each.Hidden).Select(Row)]);
        List("Commands", [.. command.Subcommands.Where(each => !each.Hidden && !placed.Contains(each)).Select(Row)]);

        static (string Name, string Description) Row(Command each) => (each.Name, each.Description ?? "");
    }

    private void Groups(Command command, HelpParts parts)
    {
        HashSet<Option> placed = [.. parts.Groups.SelectMany(group => group.Options)];
        foreach ((string title, IReadOnlyList<Option> options) in parts.Groups)
            List(title, [.. options.Where(option => !option.Hidden).Select(Row)]);
        List(
            parts.Groups.Count == 0 ? "Options" : "Other",
            [.. Own(command).Where(option => !option.Hidden && !placed.Contains(option)).Select(Row)]
        );
    }

    private static IEnumerable<Option> Own(Command command) =>
        command
            .Options.Where(option => option is not HelpOption)
            .Concat(Inherited(command))
            .Concat(command.Options.OfType<HelpOption>());

    private static IEnumerable<Option> Inherited(Command command)
    {
        for (
            Command? above = command.Parents.OfType<Command>().FirstOrDefault();
            above is not null;
            above = above.Parents.OfType<Command>().FirstOrDefault()
        )
        {
            foreach (Option option in above.Options.Where(option => option.Recursive))
                yield return option;
        }
    }

    private static string Usage(Command command)
    {
        Stack<string> names = new();
        for (Command? each = command; each is not null; each = each.Parents.OfType<Command>().FirstOrDefault())
            names.Push(each is RootCommand ? Words.Command : each.Name);
        IEnumerable<string> arguments = Visible(command.Arguments)
            .Select(argument =>
            {
                string name = $"<{argument.HelpName ?? argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
                return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
            });
        return string.Join(
            ' ',
            [.. names, .. arguments, .. (command.Subcommands.Count > 0 ? (string[])["[command]"] : []), "[options]"]
        );
    }

    private static (string Name, string Description) Row(Option option)
    {
        string names =
            option is HelpOption
                ? "-h, --help"
                : string.Join(
                    ", ",
                    ((string[])[.. option.Aliases.Where(alias => alias != option.Name), option.Name]).OrderBy(name => name.Length)
                );
        bool isSwitch =
            option is HelpOption or VersionOption || option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0;
        string value = isSwitch ? "" : $" <{option.HelpName ?? option.Name.TrimStart('-')}>";
        string? description = option is HelpOption ? "Show this page" : option.Description;
        string usual = isSwitch ? "" : Default(option.HasDefaultValue, option.GetDefaultValue);
        return ($"{names}{value}{(option.Required ? " (required)" : "")}", $"{description}{usual}");
    }

    private static IEnumerable<Argument> Visible(IEnumerable<Argument> arguments) =>
        arguments.Where(argument => !argument.Hidden);

    private static string Said(Argument argument) =>
        $"{argument.Description}{Default(argument.HasDefaultValue, argument.GetDefaultValue)}";

    private static string Default(bool isThere, Func<object?> get) =>
        isThere && get() is { } value and not System.Collections.ICollection { Count: 0 }
            ? $" [default: {Convert.ToString(value, CultureInfo.InvariantCulture)}]"
            : "";

    private void Title(string title)
    {
        output.WriteLine();
        output.WriteLine($"{title}:");
    }

    /// <summary>Writes names on the left and descriptions on the right; a name that is too wide has a line of its own.</summary>
    private void List(string title, IReadOnlyList<(string Name, string Description)> rows)
    {
        if (rows.Count == 0)
            return;
        Title(title);
        int column = Indent + Math.Min(WidestName, rows.Max(row => row.Name.Length)) + 2;
        foreach ((string name, string description) in rows)
        {
            string begun = $"{new string(' ', Indent)}{name}";
            string[] lines = [.. Wrapped(description, width - column)];
            if (begun.Length + 2 > column || lines.Length == 0)
            {
                output.WriteLine(begun);
                begun = "";
            }

            foreach (string line in lines)
            {
                output.WriteLine($"{begun.PadRight(column)}{line}");
                begun = "";
            }
        }
    }

    private static IEnumerable<string> Wrapped(string text, int most)
    {
        string line = "";
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > most)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        if (line.Length > 0)
            yield return line;
    }
}
