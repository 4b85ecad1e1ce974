namespace Figment.Data.Folders;

/// <summary>Sentences about files that are all left out for the same reason.</summary>
internal static class PassedNotes
{
    /// <summary>Returns the sentence.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="names">The files, or the folders that contain them.</param>
    /// <param name="count">The number of files; null means the number of names.</param>
    /// <param name="items">The kind of items that is read, if the reason mentions items.</param>
    internal static Text On(PassedReason reason, IReadOnlyList<string> names, int? count = null, ItemFiles? items = null)
    {
        string key = $"note.passed.{reason}";
        int all = count ?? names.Count;
        (string, Text) some = ("some", FolderListing.Some(names));
        return items is null ? WordTable.Counted(key, all, some) : items.Say(key, all, some);
    }
}
