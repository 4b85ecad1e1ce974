namespace Figment.Data.Folders;

/// <summary>Relative paths with slashes.</summary>
internal static class Paths
{
    /// <summary>The first folder of a path; null where it is a file alone.</summary>
    internal static string? First(string path) =>
        path.IndexOf('/', StringComparison.Ordinal) is > 0 and int end ? path[..end] : null;

    /// <summary>The path without its first folder.</summary>
    internal static string Rest(string path) => path[(path.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>How many folders a path goes through.</summary>
    internal static int Depth(string path) => path.AsSpan().Count('/');

    /// <summary>
    /// The folders, one in the other, that all paths go through, as far as nothing else lies beside them: <c>photos/2024/</c>;
    /// empty where there are none.
    /// </summary>
    /// <param name="paths">Paths.</param>
    /// <param name="ends">Whether a folder of that name is more than a wrapping.</param>
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
