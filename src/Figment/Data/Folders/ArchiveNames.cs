namespace Figment.Data.Folders;

/// <summary>The extensions of archives and packed files, which are left out when they are among the data.</summary>
internal static class ArchiveNames
{
    private static readonly HashSet<string> Endings = new(StringComparer.OrdinalIgnoreCase)
    {
        ".zip",
        ".rar",
        ".7z",
        ".tar",
        ".gz",
        ".tgz",
        ".bz2",
        ".tbz",
        ".xz",
        ".txz",
        ".zst",
        ".lz",
        ".cab",
        ".001",
        ".iso",
        ".zipx",
    };

    /// <summary>Whether a file is an archive, judging by its extension.</summary>
    internal static bool Has(string file) => Endings.Contains(Path.GetExtension(file));
}
