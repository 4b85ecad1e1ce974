using System.CommandLine;
using Figment.Runs;

namespace Figment.Cli.Terminal;

/// <summary>What a command does with runs of one kind of data.</summary>
internal abstract class KindPart
{
    /// <summary>The kind, as <see cref="DataKind.Name"/> has it.</summary>
    internal abstract string Kind { get; }

    /// <summary>The options that it reads; parts may share some.</summary>
    internal abstract IReadOnlyList<Option> Options { get; }

    /// <summary>Does it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="cancellation">Stops.</param>
    internal abstract int Execute(ChosenRun run, ParseResult parsed, CancellationToken cancellation);
}

/// <summary>
/// A command that works with runs of several kinds of data, each in its own way: a kind is a part of its own and one line.
/// </summary>
internal static class CommandByKind
{
    /// <summary>Gives a command its parts: the run to work with, their options, and what it does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="choice">Chooses the run.</param>
    /// <param name="parts">One for each kind.</param>
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

    /// <summary>The kinds that an option is for, as its help says them.</summary>
    private static string GroupOf(Option option, IReadOnlyList<KindPart> parts)
    {
        string[] kinds = [.. parts.Where(part => part.Options.Contains(option)).Select(part => part.Kind)];
        string title = kinds.Length == parts.Count ? "whatever the model makes" : string.Join(" and ", kinds);
        return $"{char.ToUpperInvariant(title[0])}{title[1..]}";
    }

    /// <summary>All options of some parts, each once.</summary>
    internal static IReadOnlyList<Option> OptionsOf(IReadOnlyList<KindPart> parts) =>
        [.. parts.SelectMany(part => part.Options).Distinct()];

    /// <summary>The part for a run.</summary>
    /// <exception cref="FigmentException">There is none for its kind of data, or an option is another's.</exception>
    internal static KindPart PartOf(RunFolder run, Command command, ParseResult parsed, IReadOnlyList<KindPart> parts)
    {
        run.Options.Kind.Describe(run.Options.Data); // a kind that is not known here says so
        string kind = run.Options.Kind.Name;
        KindPart part =
            parts.FirstOrDefault(part => part.Kind == kind)
            ?? throw new FigmentException(
                $"{run.Root} learned from {Words.Printable(kind)}, and '{Words.Command} {command.Name}' works with runs of "
                    + $"{string.Join(" and ", parts.Select(each => each.Kind))}."
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
                .. idle.Select(name => $"{name} says nothing to a run of {Words.Printable(kind)}. Omit it."),
            ]);
    }
}
