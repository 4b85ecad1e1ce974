using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>The files of a source sorted into pictures, labels files and the rest.</summary>
/// <param name="Pictures">Pictures by their ending or their content, in ordinal order.</param>
/// <param name="Labels">Files that could name the classes of pictures, by their names.</param>
/// <param name="Passed">What is not used, and why.</param>
/// <param name="Unusual">Those of the pictures that are such by their content alone.</param>
internal sealed record FolderSieve(
    IReadOnlyList<string> Pictures, IReadOnlyList<string> Labels, IReadOnlyList<PassedOver> Passed, IReadOnlyList<string> Unusual)
{
    // What commands name their drawings where nobody names them.
    private static readonly HashSet<string> Drawings = new(StringComparer.OrdinalIgnoreCase)
    {
        "samples.png", "walk.png", "map.png", "map-classes.png", "arithmetic.png", "projected.png", "reconstructed.png", "losses.png",
    };

    /// <summary>Sorts what a source holds.</summary>
    internal static FolderSieve Of(FileSource source, CancellationToken cancellationToken)
    {
        List<PassedOver> passed = [.. source.Listing.Passed];
        string[] files = [.. source.Listing.Files];
        string[] runs = RunMark.Folders(source);
        if (runs.Length > 0)
        {
            files = [.. files.Where(file => !IsIn(runs, file))];
            passed.RemoveAll(entry => IsIn(runs, entry.Path));
            passed.AddRange(runs.Select(run => new PassedOver(run, PassedReason.Run)));
        }

        Kind[] kinds = new Kind[files.Length];
        ParallelOptions cores = new() { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        Parallel.For(0, files.Length, cores, i => kinds[i] = KindOf(source, files[i]));

        // Where everything is a drawing of Figment's, that is what was meant.
        if (!kinds.Any(kind => kind is Kind.Picture or Kind.Unusual)) Array.ForEach([.. Enumerable.Range(0, kinds.Length)], i => kinds[i] = kinds[i] == Kind.Drawing ? Kind.Picture : kinds[i]);
        for (int i = 0; i < files.Length; i++)
        {
            PassedReason? reason = kinds[i] switch
            {
                Kind.Drawing => PassedReason.Sheet,
                Kind.Archive => PassedReason.Archive,
                Kind.Other => PassedReason.NoPicture,
                _ => null,
            };
            if (reason is not null) passed.Add(new PassedOver(files[i], reason.Value));
        }

        return new FolderSieve(Those(Kind.Picture, Kind.Unusual), Those(Kind.Labels), passed, Those(Kind.Unusual));

        string[] Those(params Kind[] wanted) => [.. Enumerable.Range(0, files.Length).Where(i => wanted.Contains(kinds[i])).Select(i => files[i])];
    }

    private static bool IsIn(string[] folders, string path) => folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    private static Kind KindOf(FileSource source, string file)
    {
        string name = Path.GetFileName(file), ending = Path.GetExtension(file);
        if (PictureDecoder.Extensions.Contains(ending)) return IsDrawing(source, file, name) ? Kind.Drawing : Kind.Picture;
        if (ArchiveNames.Has(file)) return Kind.Archive;
        if (LabelsFile.IsNamed(name)) return Kind.Labels;
        return PictureFormat.OfUnreadEnding(name) is null && PictureFormat.OfContent(source.Peek(file, PictureFormat.BytesToTell)) is { IsReadable: true }
            ? Kind.Unusual : Kind.Other;
    }

    /// <summary>Whether a picture is a drawing of Figment's that lies where its commands put them; older ones are known by their names alone.</summary>
    private static bool IsDrawing(FileSource source, string file, string name)
    {
        if (!name.EndsWith(".png", StringComparison.OrdinalIgnoreCase)) return false;
        bool isAtTop = file.Length == name.Length;
        if (isAtTop && (name == $"{source.Name}-check.png" || name == $"{source.Name}-samples.png")) return true;
        bool isLikely = isAtTop || Drawings.Contains(name) || name.EndsWith("-check.png", StringComparison.Ordinal) || name.EndsWith("-samples.png", StringComparison.Ordinal);
        return isLikely && DrawingMark.IsIn(source.Peek(file, DrawingMark.BytesToTell));
    }

    private enum Kind
    {
        Picture,
        Unusual,
        Labels,
        Drawing,
        Archive,
        Other,
    }
}
