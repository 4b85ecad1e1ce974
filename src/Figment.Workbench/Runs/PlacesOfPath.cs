namespace Figment.Runs;

/// <summary>
/// Finds a file or folder that was given to a run, even from another working folder or after the whole project was moved.
/// </summary>
internal static class PlacesOfPath
{
    /// <summary>The places where something exists, the likeliest first; the caller must check that it is the right one.</summary>
    /// <param name="typed">The path as it was typed.</param>
    /// <param name="fullPath">The full path; null if it was not recorded.</param>
    /// <param name="run">The run's folder.</param>
    internal static IEnumerable<string> Existing(string typed, string? fullPath, string run) =>
        All(typed, fullPath, run).Where(Path.Exists);

    /// <summary>The places to name in an error: the recorded path and the typed one.</summary>
    internal static IReadOnlyList<string> Named(string typed, string? fullPath) => [.. Known(typed, fullPath).Distinct()];

    private static IEnumerable<string> Known(string typed, string? fullPath) =>
        new[] { fullPath, typed }.Where(IsPath).Select(path => Path.GetFullPath(path!));

    // The path comes from a file, which may say anything.
    private static bool IsPath(string? path) => path is { Length: > 0 } && !path.Contains('\0', StringComparison.Ordinal);

    private static IEnumerable<string> All(string typed, string? fullPath, string run) =>
        Known(typed, fullPath).Concat(Beside(fullPath ?? typed, Path.GetFullPath(run))).Distinct();

    // The path from a run to its data stays the same if the folder that contains both is moved or is accessed from elsewhere.
    private static IEnumerable<string> Beside(string path, string run)
    {
        if (!IsPath(path))
            yield break;
        string[] parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        for (int first = Math.Max(0, Array.LastIndexOf(parts, "..") + 1); first < parts.Length; first++)
        {
            if (parts[first].Contains(':', StringComparison.Ordinal))
                continue; // a Windows drive
            for (string? parent = run; parent is not null; parent = Path.GetDirectoryName(parent))
                yield return Path.GetFullPath(Path.Combine([parent, .. parts[first..]]));
        }
    }
}
