namespace Figment;

/// <summary>Gathers what is wrong with options that are read one after the other, so that all of it is said at once.</summary>
internal sealed class ProblemList
{
    private readonly List<OptionProblem> problems = [];

    /// <summary>Adds one.</summary>
    internal void Add(OptionSentence sentence) => problems.Add(new OptionProblem(sentence));

    /// <summary>Does something; what is wrong with options there is added.</summary>
    internal void Try(Action check) =>
        Try<object?>(() =>
        {
            check();
            return null;
        });

    /// <summary>Reads something; what is wrong with options there is added.</summary>
    /// <returns>What was read; nothing where something was wrong.</returns>
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

    /// <summary>Ends where something was wrong.</summary>
    /// <exception cref="OptionsException">All of it.</exception>
    internal void ThrowIfAny()
    {
        if (problems.Count > 0)
            throw new OptionsException(problems);
    }
}
