using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>
/// Writes sentences for the user about how a folder was read. Long lists are shortened, and their full count is given.
/// </summary>
internal static class LayoutNotes
{
    /// <summary>Sentences about wrapper folders and parts.</summary>
    internal static IEnumerable<Text> OnParts(ItemFiles items, SplitFolders split)
    {
        string wrapper =
            split.HeldOut is null && split.Training.Count > 0
                ? Paths.Wrapper([.. split.Training.Select(picture => picture.Path)], _ => false)
                : split.Base;
        if (wrapper.Length > 0)
            yield return WordTable.Template("note.layout.wrapper").Fill(("folder", wrapper[..^1]));
        if (split.HeldOut is not null)
        {
            yield return WordTable
                .Template("note.layout.parts")
                .Fill(
                    ("training", split.Names.Training),
                    ("trainingCount", WordTable.Number(split.Training.Count)),
                    ("trainingItems", items.Counted(split.Training.Count)),
                    ("heldOut", split.Names.HeldOut),
                    ("heldOutCount", WordTable.Number(split.HeldOut.Count))
                );
        }
    }

    /// <summary>Sentences about folders inside class folders.</summary>
    internal static IEnumerable<Text> OnDeeper(ItemFiles items, IEnumerable<PlacedFile> pictures)
    {
        string[] deeper =
        [
            .. pictures
                .Where(picture => Paths.Depth(picture.Inside) > 1)
                .Select(picture => picture.Path[..picture.Path.LastIndexOf('/')]),
        ];
        if (deeper.Length == 0)
            yield break;
        string[] folders = [.. deeper.Distinct()];
        yield return items.Say("note.layout.deeper", deeper.Length, ("folders", FolderListing.Some(folders)));
    }

    /// <summary>Sentences about labels files.</summary>
    internal static IEnumerable<Text> OnLabels(
        ItemFiles items,
        IReadOnlyList<string> files,
        IReadOnlyList<string> missing,
        int classes
    )
    {
        if (files.Count == 0)
            yield break;
        string names = string.Join(", ", files);
        yield return WordTable.Template(classes > 0 ? "note.labels.used" : "note.labels.unused").Fill(("files", names));
        if (missing.Count > 0)
        {
            yield return items.Say("note.labels.missing", missing.Count, ("files", names), ("some", FolderListing.Some(missing)));
        }
    }

    /// <summary>Sentences about items that were recognised only by their content.</summary>
    internal static IEnumerable<Text> OnUnusual(ItemFiles items, IReadOnlyList<string> files)
    {
        if (files.Count == 0)
            yield break;
        yield return items.Say("note.layout.unusual", files.Count, ("some", FolderListing.Some(files)));
    }

    /// <summary>Sentences about classes whose names look the same or differ only in case.</summary>
    internal static IEnumerable<Text> OnAlike(ItemFiles items, IReadOnlyList<string> classes)
    {
        foreach (
            string[] same in classes
                .GroupBy(ClassNames.Composed)
                .Where(group => group.Skip(1).Any())
                .Select(group => group.ToArray())
        )
        {
            yield return WordTable
                .Template("note.layout.sameLook")
                .Fill(("count", $"{same.Length}"), ("name", same[0]), ("items", items.Plural));
        }

        foreach (
            string[] same in classes
                .Select(ClassNames.Composed)
                .Distinct()
                .GroupBy(name => name.ToUpperInvariant())
                .Where(group => group.Skip(1).Any())
                .Select(group => group.ToArray())
        )
        {
            yield return WordTable
                .Template("note.layout.sameButCase")
                .Fill(("names", Text.Joined(same, "list.and")), ("items", items.Plural));
        }
    }

    /// <summary>Sentences about what is not used, by reason.</summary>
    internal static IEnumerable<Text> OnPassed(ItemFiles items, IReadOnlyList<PassedOver> passed)
    {
        foreach (IGrouping<PassedReason, PassedOver> group in passed.GroupBy(entry => entry.Reason).OrderBy(group => group.Key))
        {
            if (group.Key == items.NoItem)
            {
                foreach (Text note in items.NotesOn([.. group.Select(entry => entry.Path)]))
                    yield return note;
            }
            else if (group.Key is PassedReason.OtherFolder or PassedReason.SparePart)
            {
                yield return PassedNotes.On(
                    group.Key,
                    [.. group.Select(entry => entry.Detail ?? entry.Path).Distinct()],
                    group.Count(),
                    items
                );
            }
            else
            {
                yield return PassedNotes.On(
                    group.Key,
                    [.. group.Select(entry => entry.Detail is null ? entry.Path : $"{entry.Path} ({entry.Detail})")],
                    items: items
                );
            }
        }
    }
}
