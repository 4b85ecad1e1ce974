namespace Figment.Data.Folders;

/// <summary>Which files of a folder are items of a data set, pictures for instance, and what such items are called.</summary>
internal abstract class ItemFiles
{
    /// <summary>What the items are called in the table of words: <c>pictures</c>.</summary>
    internal abstract string Key { get; }

    /// <summary>The endings of items, with their dots, in any case.</summary>
    internal abstract IReadOnlySet<string> Endings { get; }

    /// <summary>Why a file is left out that is none.</summary>
    internal abstract PassedReason NoItem { get; }

    /// <summary>The items in the middle of a sentence, without their number.</summary>
    internal Text Plural => WordTable.Text($"items.{Key}.plural");

    /// <summary>Whether a file with an item's ending shows or plays several items: Figment made it of its own samples.</summary>
    internal abstract bool IsOverview(FileSource source, string file);

    /// <summary>Whether a file with some other ending is an item by its content.</summary>
    internal abstract bool IsItem(FileSource source, string file);

    /// <summary>Sentences on files that are no items.</summary>
    internal virtual IEnumerable<Text> NotesOn(IReadOnlyList<string> files) => [PassedNotes.On(NoItem, files)];

    /// <summary>Whether a name ends as items do.</summary>
    internal bool HasEnding(string name) => Endings.Contains(Path.GetExtension(name));

    /// <summary>The items as they stand behind their number.</summary>
    internal Text Counted(long count) => WordTable.Text($"items.{Key}.{(count == 1 ? "one" : "many")}");

    /// <summary>A text about so many items, which may ask for <c>{count}</c>, <c>{item}</c> and <c>{items}</c>.</summary>
    internal Text Say(string key, long count, params IReadOnlyList<(string Name, Text Fact)> facts) =>
        WordTable.Counted(key, count, [("item", Counted(count)), ("items", Plural), .. facts]);
}
