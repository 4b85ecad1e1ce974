using Figment.Data.Folders;
using Figment.Imaging;

namespace Figment.Data.Images;

/// <summary>What a user should know of how a folder was read, in sentences. Long lists are shortened, with their count.</summary>
internal static class LayoutNotes
{
    /// <summary>Wrappings and parts.</summary>
    internal static IEnumerable<Text> OnParts(SplitFolders split)
    {
        string wrapper = split.HeldOut is null && split.Training.Count > 0 ? Paths.Wrapper([.. split.Training.Select(picture => picture.Path)], _ => false) : split.Base;
        if (wrapper.Length > 0)
            yield return WordTable.Template("note.layout.wrapper").Fill(("folder", wrapper[..^1]));
        if (split.HeldOut is not null)
        {
            yield return WordTable.Template("note.layout.parts").Fill(
                ("training", split.Names.Training), ("trainingCount", WordTable.Number(split.Training.Count)),
                ("heldOut", split.Names.HeldOut), ("heldOutCount", WordTable.Number(split.HeldOut.Count)));
        }
    }

    /// <summary>Folders inside class folders.</summary>
    internal static IEnumerable<Text> OnDeeper(IEnumerable<PlacedPicture> pictures)
    {
        string[] deeper = [.. pictures.Where(picture => Paths.Depth(picture.Inside) > 1).Select(picture => picture.Path[..picture.Path.LastIndexOf('/')])];
        if (deeper.Length == 0) yield break;
        string[] folders = [.. deeper.Distinct()];
        yield return WordTable.Counted("note.layout.deeper", deeper.Length, ("folders", FolderListing.Some(folders)));
    }

    /// <summary>Labels files.</summary>
    internal static IEnumerable<Text> OnLabels(IReadOnlyList<string> files, IReadOnlyList<string> missing, int classes)
    {
        if (files.Count == 0) yield break;
        string names = string.Join(", ", files);
        yield return WordTable.Template(classes > 0 ? "note.labels.used" : "note.labels.unused").Fill(("files", names));
        if (missing.Count > 0)
        {
            yield return WordTable.Counted(
                "note.labels.missing", missing.Count, ("files", names), ("some", FolderListing.Some(missing)));
        }
    }

    /// <summary>Pictures that are such by their content.</summary>
    internal static IEnumerable<Text> OnUnusual(IReadOnlyList<string> files)
    {
        if (files.Count == 0) yield break;
        yield return WordTable.Counted("note.layout.unusual", files.Count, ("some", FolderListing.Some(files)));
    }

    /// <summary>Classes that look the same, or that differ in case alone.</summary>
    internal static IEnumerable<Text> OnAlike(IReadOnlyList<string> classes)
    {
        foreach (string[] same in classes.GroupBy(ClassNames.Composed).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()))
        {
            yield return WordTable.Template("note.layout.sameLook").Fill(("count", $"{same.Length}"), ("name", same[0]));
        }

        foreach (string[] same in classes.Select(ClassNames.Composed).Distinct().GroupBy(name => name.ToUpperInvariant()).Where(group => group.Skip(1).Any()).Select(group => group.ToArray()))
        {
            yield return WordTable.Template("note.layout.sameButCase").Fill(("names", Text.Joined(same, "list.and")));
        }
    }

    /// <summary>What is not used, by reasons.</summary>
    internal static IEnumerable<Text> OnPassed(IReadOnlyList<PassedOver> passed)
    {
        foreach (IGrouping<PassedReason, PassedOver> group in passed.GroupBy(entry => entry.Reason).OrderBy(group => group.Key))
        {
            if (group.Key == PassedReason.NoPicture)
            {
                string[] files = [.. group.Select(entry => entry.Path)];
                foreach (Text unread in PictureFormat.NotesOn(files)) yield return unread;
                string[] none = [.. files.Where(file => PictureFormat.OfUnreadEnding(file) is null)];
                if (none.Length > 0) yield return PassedNotes.On(PassedReason.NoPicture, none);
            }
            else if (group.Key is PassedReason.OtherFolder or PassedReason.SparePart)
            {
                yield return PassedNotes.On(group.Key, [.. group.Select(entry => entry.Detail ?? entry.Path).Distinct()], group.Count());
            }
            else
            {
                yield return PassedNotes.On(group.Key, [.. group.Select(entry => entry.Detail is null ? entry.Path : $"{entry.Path} ({entry.Detail})")]);
            }
        }
    }
}
