namespace Figment.Data.Folders;

/// <summary>A sentence on what is not used for one reason.</summary>
internal static class PassedNotes
{
    /// <summary>The sentence.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="names">What, or the folders that it lies in.</param>
    /// <param name="count">How many; null is as many as names.</param>
    internal static Text On(PassedReason reason, IReadOnlyList<string> names, int? count = null) =>
        WordTable.Counted($"note.passed.{reason}", count ?? names.Count, ("some", FolderListing.Some(names)));
}
