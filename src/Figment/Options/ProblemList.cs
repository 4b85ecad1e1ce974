namespace Figment;

/// <summary>Collects problems with options that are read one after the other, so that all of them are reported at once.</summary>
internal sealed class ProblemList
{
    private readonly List<OptionProblem> problems = [];

    /// <summary>Adds a problem.</summary>
    internal void Add(OptionSentence sentence) => problems.Add(new OptionProblem(sentence));

    /// <summary>Runs a check, and adds the problems that it throws.</summary>
    internal void Try(Action check) =>
        Try<object?>(() =>
        {
            check();
            return null;
        });

    /// <summary>Reads something, and adds the problems that the reading throws.</summary>
    /// <returns>The result; default if there were problems.</returns>
    internal T? Try<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OptionsException e)
        {
            problems.AddRange(e.Details);
            return default;
        }
    }

    /// <summary>Throws if there are problems.</summary>
    /// <exception cref="OptionsException">There are problems; the exception lists all of them.</exception>
    internal void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new OptionsException(problems);
    }
}
