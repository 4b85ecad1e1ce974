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

/// <summary>A command that works with runs of several kinds of data, each in its own way: a kind is a part of its own and one line.</summary>
internal static class CommandByKind
{
    /// <summary>Gives a command its parts: the run to work with, their options, and what it does.</summary>
    /// <param name="command">The command.</param>
    /// <param name="choice">Chooses the run.</param>
    /// <param name="parts">One for each kind.</param>
    internal static Command WithParts(this Command command, RunChoice choice, params IReadOnlyList<KindPart> parts)
    {
        Option[] options = [.. parts.SelectMany(part => part.Options).Distinct()];
        foreach (Option option in options) command.Options.Add(option);
        choice.AddTo(command);
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command;

        int Execute(ParseResult parsed, CancellationToken cancellation)
        {
            ChosenRun run = choice.Choose(parsed);
            string kind = run.Folder.Options.Kind.Name;
            KindPart part = parts.FirstOrDefault(part => part.Kind == kind) ?? throw new FigmentException(
                $"{run.Folder.Root} learned from {Words.Printable(kind)}, and '{Words.Command} {command.Name}' works with runs of {string.Join(" and ", parts.Select(each => each.Kind))}.");
            string[] idle = [.. options.Except(part.Options).Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];
            return idle.Length == 0 ? part.Execute(run, parsed, cancellation)
                : throw new OptionsException([.. idle.Select(name => $"{name} says nothing to a run of {Words.Printable(kind)}. Omit it.")]);
        }
    }
}
