namespace Figment;

/// <summary>
/// An error that the user can act on. The message says what happened, why, and what to do, in one or two sentences that can be
/// shown as they are.
/// </summary>
public class FigmentException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What happened, why, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public FigmentException(string message, Exception? innerException = null)
        : base(message, innerException) { }

    internal FigmentException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;

    /// <summary>
    /// The message before it is formatted, so that it can be shown in another language or with other option names.
    /// </summary>
    internal OptionSentence Sentence
    {
        get => field ?? Message;
        private protected init;
    }

    /// <summary>The message in the given language. A message without a translation stays in English.</summary>
    /// <param name="language">The reader's.</param>
    /// <returns>What happened, why, and what to do. Options appear under the names of their properties.</returns>
    public string In(Language language) => Say(option => option.ToString(), language);

    /// <summary>The message in a language, with the names of options that its reader knows.</summary>
    internal virtual string Say(Func<OptionName, string> name, Language language = Language.English) =>
        Sentence.Say(name, language);
}

/// <summary>libtorch could not be found or loaded, or the requested device does not exist.</summary>
public sealed class BackendException(string message, Exception? innerException = null) : FigmentException(message, innerException)
{
    internal BackendException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;
}

/// <summary>A file is not what it claims to be: truncated, oversized, corrupt, or of another kind.</summary>
public sealed class FileFormatException(string message, Exception? innerException = null)
    : FigmentException(message, innerException)
{
    internal FileFormatException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;
}

/// <summary>Options are out of range or inconsistent. The exception lists every problem, not only the first.</summary>
public sealed class OptionsException(IReadOnlyList<string> problems) : FigmentException(Listed(problems, Language.English))
{
    internal OptionsException(IReadOnlyList<OptionProblem> problems)
        : this([.. problems.Select(problem => problem.Sentence.ToString())]) => Details = problems;

    internal OptionsException(IReadOnlyList<OptionSentence> sentences)
        : this([.. sentences.Select(sentence => new OptionProblem(sentence))]) { }

    /// <summary>One sentence per problem.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;

    /// <summary>The same problems with their codes, if they have any.</summary>
    internal IReadOnlyList<OptionProblem> Details { get; } = [.. problems.Select(problem => new OptionProblem(problem))];

    /// <inheritdoc/>
    internal override string Say(Func<OptionName, string> name, Language language = Language.English) =>
        Listed([.. Details.Select(problem => problem.Sentence.Say(name, language))], language);

    private static string Listed(IReadOnlyList<string> problems, Language language) =>
        problems.Count == 1
            ? problems[0]
            : OptionSentence.Of($"{problems.Count} problems:").Say(option => option.ToString(), language)
                + string.Concat(problems.Select(problem => $"{Environment.NewLine}  - {problem}"));
}

/// <summary>A run folder cannot be created, written or read.</summary>
public sealed class RunFolderException(string message, Exception? innerException = null)
    : FigmentException(message, innerException)
{
    internal RunFolderException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;
}

/// <summary>An output cannot be written to the requested place.</summary>
public sealed class OutputException(string message, Exception? innerException = null) : FigmentException(message, innerException)
{
    internal OutputException(OptionSentence sentence, Exception? innerException = null)
        : this(sentence.ToString(), innerException) => Sentence = sentence;
}
