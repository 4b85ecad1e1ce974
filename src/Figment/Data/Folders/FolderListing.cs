namespace Figment.Data.Folders;

/// <summary>The contents of a folder or an archive, judging by names alone.</summary>
/// <param name="Files">Paths relative to the folder or archive, with slashes, in ordinal order.</param>
/// <param name="Passed">What is not read, and why.</param>
/// <param name="Guess">A sentence about names whose encoding had to be guessed; null if there are none.</param>
internal sealed record FolderListing(IReadOnlyList<string> Files, IReadOnlyList<PassedOver> Passed, Text? Guess = null)
{
    private const int FewNames = 3;

    /// <summary>Lists a few of many names.</summary>
    internal static string Some(IReadOnlyList<string> names) =>
        names.Count <= FewNames ? string.Join(", ", names) : $"{string.Join(", ", names.Take(FewNames))} …";

    /// <summary>Lists a few of many files that cannot be read, each with its reason.</summary>
    internal static Text Some(IReadOnlyList<(string File, OptionSentence Reason)> broken)
    {
        Text[] reasons = [.. broken.Take(FewNames).Select(one => one.Reason.ToText())];
        return new Text(language =>
            Some([.. broken.Select((one, i) => i < FewNames ? $"{one.File} ({reasons[i].In(language)})" : one.File)])
        );
    }
}
