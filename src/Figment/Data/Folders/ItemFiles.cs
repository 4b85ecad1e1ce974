namespace Figment.Data.Folders;

/// <summary>
/// Defines which files of a folder are items of a data set, for instance pictures, and what the items are called.
/// </summary>
internal abstract class ItemFiles
{
    /// <summary>The key of the items in the table of words, for instance <c>pictures</c>.</summary>
    internal abstract string Key { get; }

    /// <summary>The extensions of the items, with their dots; upper and lower case are the same.</summary>
    internal abstract IReadOnlySet<string> Endings { get; }

    /// <summary>The reason for leaving out a file that is not an item.</summary>
    internal abstract PassedReason NoItem { get; }

    /// <summary>The plural of the items within a sentence, without a number.</summary>
    internal Text Plural => WordTable.Text($"items.{Key}.plural");

    /// <summary>
    /// Whether a file with an item's extension shows or plays several items, because Figment wrote it from samples.
    /// </summary>
    internal abstract bool IsOverview(FileSource source, string file);

    /// <summary>Whether a file with another extension is an item, judging by its content.</summary>
    internal abstract bool IsItem(FileSource source, string file);

    /// <summary>Sentences about files that are not items.</summary>
    internal virtual IEnumerable<Text> NotesOn(IReadOnlyList<string> files) => [PassedNotes.On(NoItem, files)];

    /// <summary>Whether a name has an extension of the items.</summary>
    internal bool HasEnding(string name) => Endings.Contains(Path.GetExtension(name));

    /// <summary>The word for the items after a number.</summary>
    internal Text Counted(long count) => WordTable.Text($"items.{Key}.{(count == 1 ? "one" : "many")}");

    /// <summary>
    /// A sentence about <paramref name="count"/> items, which may contain <c>{count}</c>, <c>{item}</c> and <c>{items}</c>.
    /// </summary>
    internal Text Say(string key, long count, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        WordTable.Counted(key, count, [("item", Counted(count)), ("items", Plural), .. facts]);
}
