namespace Figment.Studio.Train;

/// <summary>
/// What the library says of options that do not fit together, from the table of words. What is wrong with a single value the form
/// says by itself.
/// </summary>
internal static class OptionErrors
{
    /// <summary>Says a problem in a language; one that the table does not know as the library does.</summary>
    internal static Func<OptionProblem, string> In(Language language) =>
        problem =>
            problem.Code is string code && WordTable.Find($"problem.{code}") is Text words
                ? new TextTemplate(words).Fill(problem.Facts).In(language)
                : problem.Sentence.ToString();
}
