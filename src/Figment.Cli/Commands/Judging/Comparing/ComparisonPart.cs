using System.CommandLine;
using Figment.Runs;

namespace Figment.Cli.Commands;

/// <summary>How <c>figment compare</c> compares subjects of one kind of data.</summary>
internal abstract class ComparisonPart
{
    /// <summary>The kind of data, written as in <see cref="DataKind.Name"/>.</summary>
    internal abstract string Kind { get; }

    /// <summary>The options that this part reads, besides those that choose the subjects.</summary>
    internal virtual IReadOnlyList<Option> Options => [];

    /// <summary>
    /// Whether a subject has this kind of data. A run is classified by its training data, and any other folder by the report in
    /// it.
    /// </summary>
    internal abstract bool Takes(string subject);

    /// <summary>Compares the subjects.</summary>
    /// <param name="subjects">The subjects, all of this kind.</param>
    /// <param name="parsed">The parsed arguments.</param>
    /// <param name="cancellation">Stops the comparison.</param>
    /// <returns>The output, line by line.</returns>
    /// <exception cref="FigmentException">A subject cannot be judged.</exception>
    internal abstract IEnumerable<string> Lines(string[] subjects, ParseResult parsed, CancellationToken cancellation);

    /// <summary>One letter for each subject, so that all columns have the same width.</summary>
    private protected static string[] KeysOf(string[] subjects) => [.. subjects.Select((_, i) => ((char)('A' + i)).ToString())];

    /// <summary>Whether a subject is a run that was trained on this kind of data.</summary>
    private protected bool IsRun(string subject) => RunFolder.Is(subject) && RunFolder.Open(subject).Options.Kind.Name == Kind;
}
