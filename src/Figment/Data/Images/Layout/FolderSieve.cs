using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>The files of a source, sorted into items, labels files and the rest.</summary>
/// <param name="Sort">The kind of the items.</param>
/// <param name="Items">The items, recognised by extension or content, in ordinal order.</param>
/// <param name="Labels">The files that may hold the classes of items, judging by their names.</param>
/// <param name="Passed">What is not used, and why.</param>
/// <param name="Unusual">The items that were recognised only by their content.</param>
internal sealed record FolderSieve(
    ItemFiles Sort,
    IReadOnlyList<string> Items,
    IReadOnlyList<string> Labels,
    IReadOnlyList<PassedOver> Passed,
    IReadOnlyList<string> Unusual
)
{
    /// <summary>Sorts the files of a source.</summary>
    internal static FolderSieve Of(FileSource source, ItemFiles items, CancellationToken cancellationToken)
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
        ParallelOptions cores = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        Parallel.For(0, files.Length, cores, i => kinds[i] = KindOf(source, items, files[i]));

        // If everything is an overview that Figment wrote, the overviews are what the user meant.
        if (!kinds.Any(kind => kind is Kind.Item or Kind.Unusual))
            Array.ForEach(
                [.. Enumerable.Range(0, kinds.Length)],
                i => kinds[i] = kinds[i] == Kind.Overview ? Kind.Item : kinds[i]
            );
        for (int i = 0; i < files.Length; i++)
        {
            PassedReason? reason = kinds[i] switch
            {
                Kind.Overview => PassedReason.Sheet,
                Kind.Archive => PassedReason.Archive,
                Kind.Other => items.NoItem,
                _ => null,
            };
            if (reason is not null)
                passed.Add(new PassedOver(files[i], reason.Value));
        }

        return new FolderSieve(items, Those(Kind.Item, Kind.Unusual), Those(Kind.Labels), passed, Those(Kind.Unusual));

        string[] Those(params Kind[] wanted) =>
            [.. Enumerable.Range(0, files.Length).Where(i => wanted.Contains(kinds[i])).Select(i => files[i])];
    }

    private static bool IsIn(string[] folders, string path) =>
        folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal));

    private static Kind KindOf(FileSource source, ItemFiles items, string file)
    {
        if (items.HasEnding(file))
            return items.IsOverview(source, file) ? Kind.Overview : Kind.Item;
        if (ArchiveNames.Has(file))
            return Kind.Archive;
        if (LabelsFile.IsNamed(Path.GetFileName(file)))
            return Kind.Labels;
        return items.IsItem(source, file) ? Kind.Unusual : Kind.Other;
    }

    private enum Kind
    {
        Item,
        Unusual,
        Labels,
        Overview,
        Archive,
        Other,
    }
}
