namespace Figment.Data.Folders;

/// <summary>Helpers for relative paths with slashes.</summary>
internal static class Paths
{
    /// <summary>The first folder of a path; null if the path is a file name alone.</summary>
    internal static string? First(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and int end ? path[..end] : null;

    /// <summary>The path without its first folder.</summary>
    internal static string Rest(string path) => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>The number of folders in a path.</summary>
    internal static int Depth(string path) => path.AsSpan().Count('/');

    /// <summary>
    /// The nested folders that contain all paths and nothing beside them, for instance <c>photos/2024/</c>; empty if there are
    /// none.
    /// </summary>
    /// <param name="paths">The paths.</param>
    /// <param name="ends">Whether a folder of that name is more than a wrapper.</param>
    internal static string Wrapper(IReadOnlyList<string> paths, Func<string, bool> ends)
    {
        if (paths.Count == 0)
            return "";
        int length = 0;
        while (First(paths[0][length..]) is string name && !ends(name))
        {
            string longer = paths[0][..(length + name.Length + 1)];
            if (!paths.All(path => path.StartsWith(longer, StringComparison.Ordinal)))
                break;
            length = longer.Length;
        }

        return paths[0][..length];
    }
}
