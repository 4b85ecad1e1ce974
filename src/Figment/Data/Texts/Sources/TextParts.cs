using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>
/// The texts of a folder or archive: the training files, and the files that are held out by their folder or name.
/// </summary>
/// <param name="Training">The training files, in order.</param>
/// <param name="HeldOut">The held-out files; empty if there are none.</param>
/// <param name="Notes">What is left out, in sentences.</param>
internal sealed record TextParts(IReadOnlyList<string> Training, IReadOnlyList<string> HeldOut, IReadOnlyList<Text> Notes)
{
    /// <summary>Sorts files into parts.</summary>
    /// <exception cref="FigmentException">There are no texts to learn from.</exception>
    internal static TextParts Of(FileSource source)
    {
        List<PassedOver> passed = [.. source.Listing.Passed];
        string[] texts = Texts(source, passed);
        if (texts.Length == 0)
            throw new FigmentException($"{source.Subject} holds no texts: no file in it ends in {TextFormat.Endings}.");

        string wrapper = Paths.Wrapper(texts, SplitNames.Is);
        string[] groups = [.. texts.Select(file => Group(file[wrapper.Length..]))];
        string? training = groups.Where(SplitNames.IsTraining).Order(StringComparer.Ordinal).FirstOrDefault();
        string? heldOut = groups
            .Where(SplitNames.IsHeldOut)
            .OrderBy(SplitNames.Rank)
            .ThenBy(group => group, StringComparer.Ordinal)
            .FirstOrDefault();
        if (training is null && heldOut is not null && !SplitNames.IsHeldOutAlone(heldOut))
            heldOut = null;
        List<Text> notes = source.Listing.Guess is Text guess ? [guess] : [];
        if (heldOut is not null)
        {
            string[] Those(Func<string, bool> which) => [.. texts.Where((_, i) => which(groups[i]))];
            string[] learned = Those(group => training is null ? !SplitNames.IsHeldOut(group) : group == training),
                held = Those(group => group == heldOut);
            if (learned.Length == 0)
                throw new FigmentException(
                    $"{source.Subject} holds texts for testing (in {heldOut}) but none for training; texts for training belong "
                        + $"in a folder named train. Give {heldOut} itself as the data to train on it."
                );
            string[] spare = [.. texts.Except(learned).Except(held)];
            notes.Add(WordTable.Counted("note.texts.heldOut", held.Length, ("where", heldOut)));
            if (spare.Length > 0)
                notes.Add(WordTable.Counted("note.texts.spare", spare.Length, ("some", FolderListing.Some(spare))));
            return new TextParts(learned, held, [.. notes, .. OnPassed(passed)]);
        }

        HashSet<string> all = new(texts, StringComparer.Ordinal);
        string[] beside = [.. texts.Select(TextFormat.TestFile).Where(all.Contains)];
        if (beside.Length > 0)
            notes.Add(WordTable.Counted("note.texts.heldOut", beside.Length, ("where", FolderListing.Some(beside))));
        return new TextParts([.. texts.Except(beside)], beside, [.. notes, .. OnPassed(passed)]);
    }

    /// <summary>The texts among the files, except those in the folders of runs; other files are skipped.</summary>
    private static string[] Texts(FileSource source, List<PassedOver> passed)
    {
        string[] runs = RunMark.Folders(source);
        passed.RemoveAll(entry => IsIn(runs, entry.Path));
        passed.AddRange(runs.Select(run => new PassedOver(run, PassedReason.Run)));
        List<string> texts = [];
        foreach (string file in source.Listing.Files.Where(file => !IsIn(runs, file)))
        {
            if (TextFormat.Of(file) is not null)
                texts.Add(file);
            else
                passed.Add(new PassedOver(file, ArchiveNames.Has(file) ? PassedReason.Archive : PassedReason.NoText));
        }

        return [.. texts];
    }

    private static bool IsIn(string[] folders, string path) =>
        Array.Exists(folders, folder => path.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>The folder that decides the part of a file; if the file is in no folder, its name.</summary>
    private static string Group(string path) => Paths.First(path) ?? TextFormat.NameOf(path);

    private static IEnumerable<Text> OnPassed(IEnumerable<PassedOver> passed) =>
        passed
            .GroupBy(entry => entry.Reason)
            .OrderBy(group => group.Key)
            .Select(group =>
                PassedNotes.On(
                    group.Key,
                    [
                        .. group
                            .Select(entry => entry.Detail is null ? entry.Path : $"{entry.Path} ({entry.Detail})")
                            .Order(StringComparer.Ordinal),
                    ]
                )
            );
}
