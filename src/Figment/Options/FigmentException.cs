namespace Figment;

/// <summary>
/// Something the user can act on went wrong. The message says what happened, why, and what to do, in one or two
/// sentences that can be shown as they are.
/// </summary>
public class FigmentException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What, why, and what to do.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public FigmentException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    internal FigmentException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;

    /// <summary>The message where options may stand in it; null where they do not.</summary>
    private protected OptionSentence? Sentence { get; init; }

    /// <summary>The message with options called as its reader knows them.</summary>
    internal virtual string Say(Func<OptionName, string> name) => Sentence?.Say(name) ?? Message;
}

/// <summary>libtorch could not be found or loaded, or the device asked for is not there.</summary>
public sealed class BackendException(string message, Exception? innerException = null) : FigmentException(message, innerException)
{
    internal BackendException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;
}

/// <summary>A file is not what it claims to be: truncated, oversized, corrupt, or of another kind.</summary>
public sealed class FileFormatException(string message, Exception? innerException = null)
    : FigmentException(message, innerException)
{
    internal FileFormatException(OptionSentence sentence)
        : this(sentence.ToString()) => Sentence = sentence;
}

/// <summary>Options are out of range or do not fit together. Every problem is listed, not only the first.</summary>
public sealed class OptionsException(IReadOnlyList<string> problems) : FigmentException(Listed(problems))
{
    internal OptionsException(IReadOnlyList<OptionProblem> problems)
        : this([.. problems.Select(problem => problem.Sentence.ToString())]) => Details = problems;

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>The same with their codes, where they have some.</summary>
    internal IReadOnlyList<OptionProblem> Details { get; } = [.. problems.Select(problem => new OptionProblem(problem))];

    /// <inheritdoc/>
    internal override string Say(Func<OptionName, string> name) =>
        Listed([.. Details.Select(problem => problem.Sentence.Say(name))]);

    private static string Listed(IReadOnlyList<string> problems) =>
        problems.Count == 1
            ? problems[0]
            : $"{problems.Count} problems:{string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"))}";
}

/// <summary>A run folder cannot be created, written or read.</summary>
public sealed class RunFolderException(string message, Exception? innerException = null)
    : FigmentException(message, innerException);

/// <summary>What a user wants to keep cannot be written where it was asked for.</summary>
public sealed class OutputException(string message, Exception? innerException = null) : FigmentException(message, innerException);
