using System.CommandLine;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>How <c>figment compare</c> puts subjects of one kind of data side by side.</summary>
internal abstract class ComparisonPart
{
    /// <summary>The kind, as <see cref="DataKind.Name"/> has it.</summary>
    internal abstract string Kind { get; }

    /// <summary>The options that it reads beside those that say what is compared.</summary>
    internal virtual IReadOnlyList<Option> Options => [];

    /// <summary>Whether a subject is of the kind: a run by what it learned from, another folder by the report in it.</summary>
    internal abstract bool Takes(string subject);

    /// <summary>Compares.</summary>
    /// <param name="subjects">All of the kind.</param>
    /// <param name="parsed">What was asked for.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What is told, line by line.</returns>
    /// <exception cref="FigmentException">One cannot be judged.</exception>
    internal abstract IEnumerable<string> Lines(string[] subjects, ParseResult parsed, CancellationToken cancellation);

    /// <summary>Letters for subjects: names of the same length as their numbers, so that columns stay columns.</summary>
    private protected static string[] KeysOf(string[] subjects) => [.. subjects.Select((_, i) => ((char)('A' + i)).ToString())];

    /// <summary>Whether a subject is a run that learned from data of the kind.</summary>
    private protected bool IsRun(string subject) => RunFolder.Is(subject) && RunFolder.Open(subject).Options.Kind.Name == Kind;
}
