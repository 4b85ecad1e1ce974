namespace Figment.Data.Folders;

/// <summary>The endings of archives and packed files, which are left out where they lie among data.</summary>
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

    /// <summary>Whether a file is one by its ending.</summary>
    internal static bool Has(string file) => Endings.Contains(Path.GetExtension(file));
}
