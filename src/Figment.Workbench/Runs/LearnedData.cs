using Figment.Data;

namespace Figment.Runs;

/// <summary>The training data of a run, found again: its items are identical, as shown by their SHA-256.</summary>
public sealed class LearnedData
{
    internal LearnedData(string place, bool isName, Dataset training) => (Place, IsName, Training) = (place, isName, training);

    /// <summary>Where it was found: the name of a data set, or a path.</summary>
    public string Place { get; }

    /// <summary>Whether <see cref="Place"/> is a name.</summary>
    public bool IsName { get; }

    /// <summary>The training data; the caller that opened it must dispose of it.</summary>
    public Dataset Training { get; }

    /// <summary>
    /// Searches for it at its original path, relative to the current folder, and beside the run; data with another SHA-256 is
    /// skipped.
    /// </summary>
    /// <exception cref="FigmentException">The data is gone, or has changed.</exception>
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
        advice ??= "Bring it back, or name its new place.";
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
                    $"The data has changed: the run was trained on {learned}, but this was found: {string.Join("; ", sought)}. "
                        + $"{advice}"
                )
                : OptionSentence.Of(
                    $"The training data of the run ({learned}) no longer exists. Searched: {string.Join(", ", sought)}. {advice}"
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

    /// <summary>Whether anything exists in one of the places; it need not be the training data.</summary>
    internal static bool IsThere(RunFolder run) =>
        IsNamed(run.Options.Data) || PlacesOfPath.Existing(run.Options.Data.Source, run.Options.Data.FullPath, run.Root).Any();

    // If a folder had the same name as a data set, its full path was recorded.
    private static bool IsNamed(RunData data) => data.FullPath is null && DataKinds.Named(data.Kind).IsName(data.Source);
}
