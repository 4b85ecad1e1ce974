using System.IO.Compression;

namespace Figment.Data.Folders;

/// <summary>Lists the files of a ZIP archive by the names of its entries.</summary>
internal static class ArchiveListing
{
    /// <summary>Lists an archive that was opened with <see cref="RawNames"/>.</summary>
    /// <param name="zip">The archive.</param>
    /// <param name="stream">The stream that the archive reads.</param>
    internal static (FolderListing Listing, IReadOnlyDictionary<string, ZipArchiveEntry> Entries) Of(
        ZipArchive zip,
        Stream stream
    )
    {
        IReadOnlyList<string?> said = UnicodePaths.Of(stream, zip.Entries.Count);
        (ZipArchiveEntry Entry, string Name)[] all = [.. zip.Entries.Select((entry, i) => (entry, said[i] ?? entry.FullName))];
        NameGuess guess = NameGuess.Of([.. all.Select(each => each.Name).Where(RawNames.IsRaw).Select(RawNames.Bytes)]);
        Dictionary<string, ZipArchiveEntry> entries = new(StringComparer.Ordinal);
        Dictionary<string, PassedOver> folders = new(StringComparer.Ordinal);
        List<PassedOver> passed = [];
        foreach ((ZipArchiveEntry entry, string written) in all)
        {
            string name = RawNames.IsRaw(written) ? guess.Encoding.GetString(RawNames.Bytes(written)) : written;
            if (Path(name) is not string path)
            {
                passed.Add(new PassedOver(name, PassedReason.LeadsOut));
            }
            else if (path.Length == 0 || path.EndsWith('/'))
            {
                continue; // a folder
            }
            else if (SystemFiles.In(path) is PassedOver by)
            {
                if (by.Path.EndsWith('/'))
                    folders[by.Path] = by;
                else
                    passed.Add(by);
            }
            else if (!entries.TryAdd(path, entry))
            {
                passed.Add(new PassedOver(path, PassedReason.SameName));
            }
        }

        passed.AddRange(folders.Values);
        passed.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        Text? guessed = guess.Note(WordTable.Text("note.names.archive"));
        return (new FolderListing([.. entries.Keys.Order(StringComparer.Ordinal)], passed, guessed), entries);
    }

    /// <summary>The name as a relative path with slashes; null if it leads out of the archive.</summary>
    private static string? Path(string name)
    {
        string path = name.Replace('\\', '/');
        if (path.Length >= 2 && path[1] == ':' && char.IsAsciiLetter(path[0]))
            path = path[2..];
        string[] parts = [.. path.Split('/').Where((part, i) => part.Length > 0 && part != ".")];
        return parts.Contains("..") ? null : string.Join('/', parts) + (path.EndsWith('/') ? "/" : "");
    }
}
