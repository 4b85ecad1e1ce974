using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>The entries of a labels file, matched to the items of a part.</summary>
/// <param name="File">The labels file.</param>
/// <param name="Labels">
/// The label of each picture that the file names, by the path of the picture; null if the file gives it no label.
/// </param>
/// <param name="Missing">The names in the file that match no picture of the part.</param>
internal sealed record LabelMatch(LabelsFile File, IReadOnlyDictionary<string, string?> Labels, IReadOnlyList<string> Missing)
{
    /// <summary>
    /// Matches the names to pictures: by their path from the folder of the labels file, by their path within the part, or, if the
    /// name is not a path, by the file name alone, with or without its extension. Names are only compared with those of pictures,
    /// so they cannot reach other files.
    /// </summary>
    /// <param name="file">The labels file.</param>
    /// <param name="pictures">The pictures of the part.</param>
    /// <param name="others">Pictures of the other part that a name could also mean.</param>
    /// <exception cref="FileFormatException">A picture is named twice, with different labels.</exception>
    internal static LabelMatch Of(LabelsFile file, IReadOnlyList<PlacedFile> pictures, IReadOnlyList<PlacedFile> others)
    {
        string folder = file.Path[..(file.Path.LastIndexOf('/') + 1)],
            root = ClassNames.Composed(folder);
        Dictionary<string, string?> paths = new(StringComparer.Ordinal),
            names = new(StringComparer.Ordinal),
            stems = new(StringComparer.Ordinal),
            loose = new(StringComparer.Ordinal);
        HashSet<string> elsewhere = [.. others.Select(picture => ClassNames.Composed(picture.Path))],
            own = [.. pictures.Select(picture => picture.Path)];
        foreach (PlacedFile picture in file.IsOfOnePart ? pictures : [.. pictures, .. others])
        {
            // A path belongs to one picture; a file name alone may belong to several.
            string name = Path.GetFileName(picture.Path);
            if (picture.Path.StartsWith(folder, StringComparison.Ordinal))
                Add(paths, picture.Path[folder.Length..], picture.Path);
            Add(paths, picture.Inside, picture.Path);
            Add(names, name, picture.Path);
            Add(stems, Path.GetFileNameWithoutExtension(name), picture.Path);
            Add(loose, Loose(file.Items, name), picture.Path);
        }

        Dictionary<string, string?> labels = new(StringComparer.Ordinal);
        List<string> missing = [];
        foreach ((string name, string? label) in file.Entries)
        {
            if (Find(Plain(name)) is not string path || !own.Contains(path))
                missing.Add(name);
            else if (!labels.TryAdd(path, label) && labels[path] != label)
                throw new FileFormatException(
                    $"{file.Path} names {path} twice, with the labels {labels[path] ?? "none"} and {label ?? "none"}. Keep only "
                        + $"one label for each name, or remove the labels file to use the folders as classes."
                );
        }

        return new LabelMatch(file, labels, missing);

        string? Find(string name)
        {
            if (elsewhere.Contains(root + name))
                return null;
            for (string rest = name; ; rest = Paths.Rest(rest))
            {
                if (paths.GetValueOrDefault(rest) is string found)
                    return found;
                if (Paths.First(rest) is null && !rest.StartsWith('/'))
                    break;
            }

            return name.Contains('/', StringComparison.Ordinal)
                ? null
                : names.GetValueOrDefault(name)
                    ?? stems.GetValueOrDefault(name)
                    ?? loose.GetValueOrDefault(Loose(file.Items, name));
        }
    }

    private static void Add(Dictionary<string, string?> known, string name, string path)
    {
        name = ClassNames.Composed(name);
        if (!known.TryAdd(name, path) && known[name] != path)
            known[name] = null; // ambiguous
    }

    /// <summary>
    /// Normalises a name for comparison, since tables may write it without its extension, in another case, or without leading
    /// zeros.
    /// </summary>
    private static string Loose(ItemFiles items, string name)
    {
        string stem = (items.HasEnding(name) ? Path.GetFileNameWithoutExtension(name) : name).ToLowerInvariant();
        return stem.TrimStart('0') is { Length: > 0 } rest ? rest : stem;
    }

    private static string Plain(string name)
    {
        string plain = ClassNames.Composed(name.Replace('\\', '/'));
        return plain.StartsWith("./", StringComparison.Ordinal) ? plain[2..] : plain;
    }
}
