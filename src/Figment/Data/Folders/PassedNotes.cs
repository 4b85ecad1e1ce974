namespace Figment.Data.Folders;

/// <summary>A sentence on what is not used for one reason.</summary>
internal static class PassedNotes
{
    /// <summary>The sentence.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="names">What, or the folders that it lies in.</param>
    /// <param name="count">How many; null is as many as names.</param>
    /// <param name="items">What the source is read for, where the reason speaks of items.</param>
    internal static Text On(PassedReason reason, IReadOnlyList<string> names, int? count = null, ItemFiles? items = null)
    {
        string key = $"note.passed.{reason}";
        int all = count ?? names.Count;
        (string, Text) some = ("some", FolderListing.Some(names));
        return items is null ? WordTable.Counted(key, all, some) : items.Say(key, all, some);
    }
}
