using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>
/// The library's errors about combinations of options, translated with the table of words. The form itself reports errors in
/// single values.
/// </summary>
internal static class OptionErrors
{
    /// <summary>Describes a problem in a language; a problem that is not in the table is worded like other errors.</summary>
    internal static Func<OptionProblem, string> In(Language language) =>
        problem =>
            problem.Code is string code && WordTable.Find($"problem.{code}") is Text words
                ? new TextTemplate(words).Fill(problem.Facts).In(language)
                : ErrorTexts.Of(problem.Sentence).In(language);
}
