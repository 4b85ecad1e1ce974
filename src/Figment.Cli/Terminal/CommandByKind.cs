using System.CommandLine;
using Figment.Runs;

namespace Figment.Cli.Terminal;

/// <summary>What a command does with runs of one kind of data.</summary>
internal abstract class KindPart
{
    /// <summary>The kind of data, written as in <see cref="DataKind.Name"/>.</summary>
    internal abstract string Kind { get; }

    /// <summary>The options that it reads; parts may share some.</summary>
    internal abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Runs the command.</summary>
    /// <param name="run">The run.</param>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="cancellation">Stops the command.</param>
    internal abstract int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation);
}

/// <summary>
/// A command that handles several kinds of data, each in its own way. Each kind is one part, and adding one takes one line.
/// </summary>
internal static class CommandByKind
{
    /// <summary>Adds the parts to a command: the run to work with, the options of all parts, and the action.</summary>
    /// <param name="command">The command.</param>
    /// <param name="choice">Chooses the run.</param>
    /// <param name="parts">One part for each kind.</param>
    internal static Command WithParts(this Command command, RunChoice choice, params IReadOnlyList<KindPart> parts)
    {
        foreach (Option option in OptionsOf(parts))
            command.Options.Add(option);
        foreach (IGrouping<string, Option> group in OptionsOf(parts).GroupBy(option => GroupOf(option, parts)))
            command.WithGroup(group.Key, [.. group]);
        choice.AddTo(command);
        command.SetAction(
            (parsed, cancellation) =>
            {
                ChosenRun run = choice.Choose(parsed);
                return Task.FromResult(PartOf(run.Folder, command, parsed, parts).Execute(run, parsed, cancellation));
            }
        );
        return command;
    }

    /// <summary>The heading in the help for an option: the kinds of data that it applies to.</summary>
    private static string GroupOf(Option option, IReadOnlyList<KindPart> parts)
    {
        string[] kinds = [.. parts.Where(part => part.Options.Contains(option)).Select(part => part.Kind)];
        string title = kinds.Length == parts.Count ? "whatever the model makes" : string.Join(" and ", kinds);
        return $"{char.ToUpperInvariant(title[0])}{title[1..]}";
    }

    /// <summary>All options of the given parts, each once.</summary>
    internal static IReadOnlyList<Option> OptionsOf(IReadOnlyList<KindPart> parts) =>
        [.. parts.SelectMany(part => part.Options).Distinct()];

    /// <summary>The part for a run.</summary>
    /// <exception cref="FigmentException">No part handles this kind of data, or an option belongs to another part.</exception>
    internal static KindPart PartOf(RunFolder run, Command command, ParseResult parsed, IReadOnlyList<KindPart> parts)
    {
        run.Options.Kind.Describe(run.Options.Data); // fails for an unknown kind of data
        string kind = run.Options.Kind.Name;
        KindPart part =
            parts.FirstOrDefault(part => part.Kind == kind)
            ?? throw new FigmentException(
                $"{run.Root} was trained on {Words.Printable(kind)}, but '{Words.Command} {command.Name}' works with runs "
                    + $"of {string.Join(" and ", parts.Select(each => each.Kind))}."
            );
        string[] idle =
        [
            .. OptionsOf(parts)
                .Except(part.Options)
                .Where(option => parsed.GetResult(option) is { Implicit: false })
                .Select(option => option.Name),
        ];
        return idle.Length == 0
            ? part
            : throw new OptionsException([
                .. idle.Select(name => $"{name} does not apply to a run trained on {Words.Printable(kind)}. Omit it."),
            ]);
    }
}
