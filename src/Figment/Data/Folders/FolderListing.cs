namespace Figment.Data.Folders;

/// <summary>What a folder or an archive holds, by names alone.</summary>
/// <param name="Files">Paths relative to it with slashes, in ordinal order.</param>
/// <param name="Passed">What is not read, and why.</param>
/// <param name="Guess">How names were read that do not say how they are written; null where all of them do.</param>
internal sealed record FolderListing(IReadOnlyList<string> Files, IReadOnlyList<PassedOver> Passed, Text? Guess = null)
{
    private const int FewNames = 3;

    /// <summary>A few names of many.</summary>
    internal static string Some(IReadOnlyList<string> names) =>
        names.Count <= FewNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(FewNames))} …";
}
