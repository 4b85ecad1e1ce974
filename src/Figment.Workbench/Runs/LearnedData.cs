using Figment.Data;

namespace Figment.Runs;

/// <summary>What a run learned from, found again: the very same items, by their SHA-256.</summary>
public sealed class LearnedData
{
    internal LearnedData(string place, bool isName, Dataset training) => (Place, IsName, Training) = (place, isName, training);

    /// <summary>Where it was found: the name of a data set, or a path.</summary>
    public string Place { get; }

    /// <summary>Which of both.</summary>
    public bool IsName { get; }

    /// <summary>What the run learned from; whoever opened it disposes it.</summary>
    public Dataset Training { get; }

    /// <summary>
    /// Finds it: where it was, as it was asked for from here, or beside the run; what has another SHA-256 is passed over.
    /// </summary>
    /// <exception cref="FigmentException">It is nowhere, or no longer the same.</exception>
    internal static LearnedData Open(
        RunFolder run,
        string? named,
        OptionSentence? advice,
        IProgress<DataProgress>? loading,
        CancellationToken cancellationToken
    )
    {
        RunData data = run.Options.Data;
        DataKind kind = run.Options.Kind;
        advice ??= "Bring it back, or say where it is now.";
        List<string> sought = [];
        if (named is null && IsNamed(data))
        {
            if (Try(data.Source, isName: true) is LearnedData found)
                return found;
        }
        else
        {
            foreach (string place in named is null ? PlacesOfPath.Existing(data.Source, data.FullPath, run.Root) : [named])
                if (Try(place, isName: false) is LearnedData found)
                    return found;
            if (named is null && sought.Count == 0)
                sought.AddRange([.. PlacesOfPath.Named(data.Source, data.FullPath), "the run's folder and those above it"]);
        }

        string learned = $"{data.Count:N0} {kind.Name} with SHA-256 {data.Sha256[..Math.Min(12, data.Sha256.Length)]}…";
        throw new FigmentException(
            sought.Exists(text => text.Contains(": ", StringComparison.Ordinal))
                ? OptionSentence.Of(
                    $"The data is not what the run learned from: {learned} then, and now {string.Join("; ", sought)}. {advice}"
                )
                : OptionSentence.Of(
                    $"The data that the run learned from ({learned}) is not there any more. Sought: "
                        + $"{string.Join(", ", sought)}. {advice}"
                )
        );

        LearnedData? Try(string place, bool isName)
        {
            Dataset? opened = null;
            try
            {
                opened = kind.Reopen(place, isName, data, loading, cancellationToken);
                if (opened.Sha256 == data.Sha256)
                    return new LearnedData(place, isName, opened);
                sought.Add($"{place}: {opened.Count:N0} {kind.Name} with SHA-256 {opened.Sha256[..12]}…");
                opened.Dispose();
            }
            catch (FigmentException e) when (named is null)
            {
                opened?.Dispose();
                sought.Add($"{place}: {e.Message.TrimEnd('.')}");
            }

            return null;
        }
    }

    /// <summary>Whether something lies in one of the places; not whether it is what the run learned from.</summary>
    internal static bool IsThere(RunFolder run) =>
        IsNamed(run.Options.Data) || PlacesOfPath.Existing(run.Options.Data.Source, run.Options.Data.FullPath, run.Root).Any();

    // A folder that is called like a data set has a full path.
    private static bool IsNamed(RunData data) => data.FullPath is null && DataKinds.Named(data.Kind).IsName(data.Source);
}
