using Figment.Data;
using Figment.Evaluation;

namespace Figment.Runs;

/// <summary>What a run learned from, found again: the very same images, by their SHA-256.</summary>
public sealed class LearnedData : IDisposable
{
    private readonly string? name;
    private readonly PictureOptions? pictures;

    private LearnedData(string place, string? name, PictureOptions? pictures, ImageDataset training) => (Place, this.name, this.pictures, Training) = (place, name, pictures, training);

    /// <summary>Where it was found: the name of a data set, or a path. It is not what a report should name, which may be shown to anyone.</summary>
    public string Place { get; }

    /// <summary>What the run learned from, its classes in the order that the run recorded.</summary>
    public ImageDataset Training { get; }

    /// <summary>Whether there is a part that no model learned from.</summary>
    public bool HasTest => name is not null || Datasets.HasTestPart(Place, pictures);

    /// <summary>Opens the part that no model learned from; null where there is none.</summary>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be read.</exception>
    public ImageDataset? OpenTest(IProgress<DataProgress>? loading = null, CancellationToken cancellationToken = default) =>
        !HasTest ? null
        : name is not null ? Datasets.OpenName(name, DataPart.Test, loading, cancellationToken)
        : HeldOut.Open(Place, DataPart.Test, Training.Shape, Training.Pictures ?? pictures, loading, cancellationToken);

    /// <summary>As the real images of a comparison, to which they belong from then on.</summary>
    /// <param name="source">What a report may call them: what was asked for, not where it was found.</param>
    /// <param name="loading">Hears of a download and of the reading of pictures.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal RealImages ToReal(string source, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        try
        {
            return new RealImages(source, Training, OpenTest(loading, cancellationToken));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Training.Dispose();

    /// <summary>Finds it: where it was, as it was asked for from here, or beside the run; what has another SHA-256 is passed over.</summary>
    /// <exception cref="FigmentException">It is nowhere, or no longer the same.</exception>
    internal static LearnedData Open(RunFolder run, string? named, string advice, IProgress<DataProgress>? loading, CancellationToken cancellationToken)
    {
        RunData data = run.Options.Data;
        List<string> sought = [];
        if (named is null && NameOf(data) is string name)
        {
            if (Try(name, name) is LearnedData found) return found;
        }
        else
        {
            foreach (string place in named is null ? PlacesOfPath.Existing(data.Source, data.FullPath, run.Root) : [named])
                if (Try(place, null) is LearnedData found) return found;
            if (named is null && sought.Count == 0) sought.AddRange([.. PlacesOfPath.Named(data.Source, data.FullPath), "the run's folder and those above it"]);
        }

        string learned = $"{data.Count:N0} images with SHA-256 {data.Sha256[..Math.Min(12, data.Sha256.Length)]}…";
        throw new FigmentException(sought.Exists(text => text.Contains(": ", StringComparison.Ordinal))
            ? $"The data is not what the run learned from: {learned} then, and now {string.Join("; ", sought)}. {advice}"
            : $"The data that the run learned from ({learned}) is not there any more. Sought: {string.Join(", ", sought)}. {advice}");

        LearnedData? Try(string place, string? name)
        {
            ImageDataset? opened = null;
            try
            {
                opened = OpenPart(place, name, DataPart.Train, data.Pictures, loading, cancellationToken);
                if (opened.Sha256 != data.Sha256) opened = opened.InOrderOf([.. data.Classes.Select(entry => entry.Name)]);
                if (opened.Sha256 == data.Sha256) return new LearnedData(place, name, FolderCheck.Takes(place) ? data.Pictures : null, opened);
                sought.Add($"{place}: {opened.Count:N0} images with SHA-256 {opened.Sha256[..12]}…");
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
        NameOf(run.Options.Data) is not null || PlacesOfPath.Existing(run.Options.Data.Source, run.Options.Data.FullPath, run.Root).Any();

    // A folder that is called like a data set has a full path.
    private static string? NameOf(RunData data) => data.FullPath is null && Datasets.IsName(data.Source) ? data.Source : null;

    private static ImageDataset OpenPart(string place, string? name, DataPart part, PictureOptions? pictures, IProgress<DataProgress>? loading, CancellationToken cancellationToken) =>
        name is null ? Datasets.Open(place, part, pictures, loading, cancellationToken) : Datasets.OpenName(name, part, loading, cancellationToken);
}
