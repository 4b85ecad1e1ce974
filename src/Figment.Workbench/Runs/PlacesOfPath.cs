namespace Figment.Runs;

/// <summary>
/// Where a file or folder may be that a run was given, also from another folder, and after the project was moved as a whole.
/// </summary>
internal static class PlacesOfPath
{
    /// <summary>The places where something lies, the likeliest first; whoever asks must check that it is the right one.</summary>
    /// <param name="typed">What was asked for.</param>
    /// <param name="fullPath">The full path of that; null where it was not recorded.</param>
    /// <param name="run">The run's folder.</param>
    internal static IEnumerable<string> Existing(string typed, string? fullPath, string run) =>
        All(typed, fullPath, run).Where(Path.Exists);

    /// <summary>The places to name in an error: as it was recorded and as it was typed.</summary>
    internal static IReadOnlyList<string> Named(string typed, string? fullPath) => [.. Known(typed, fullPath).Distinct()];

    private static IEnumerable<string> Known(string typed, string? fullPath) =>
        new[] { fullPath, typed }.Where(IsPath).Select(path => Path.GetFullPath(path!));

    // A file may say anything.
    private static bool IsPath(string? path) => path is { Length: > 0 } && !path.Contains('\0', StringComparison.Ordinal);

    private static IEnumerable<string> All(string typed, string? fullPath, string run) =>
        Known(typed, fullPath).Concat(Beside(fullPath ?? typed, Path.GetFullPath(run))).Distinct();

    // The folders of a run and of its data keep their places to each other where what holds them both is moved or seen from
    // elsewhere.
    private static IEnumerable<string> Beside(string path, string run)
    {
        if (!IsPath(path))
            yield break;
        string[] parts = path.Split(['/', '\\'], StringSplitOptions.RemoveEmptyEntries);
        for (int first = Math.Max(0, Array.LastIndexOf(parts, "..") + 1); first < parts.Length; first++)
        {
            if (parts[first].Contains(':', StringComparison.Ordinal))
                continue; // a drive of Windows
            for (string? parent = run; parent is not null; parent = Path.GetDirectoryName(parent))
                yield return Path.GetFullPath(Path.Combine([parent, .. parts[first..]]));
        }
    }
}
