namespace Figment.Data.Folders;

/// <summary>Resolves paths that contain symbolic links.</summary>
internal static class LinkTargets
{
    private const int MostLinks = 40; // as in Linux

    /// <summary>The path without links, which identifies a folder whatever path leads to it.</summary>
    /// <exception cref="IOException">The links form a circle or cannot be read.</exception>
    internal static string Real(string path)
    {
        int left = MostLinks;
        return Real(Path.GetFullPath(path), ref left);
    }

    private static string Real(string path, ref int left)
    {
        string root = Path.GetPathRoot(path)!,
            real = root;
        foreach (string part in path[root.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".")
                continue;
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? root;
                continue;
            }

            string next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not string target)
            {
                real = next;
                continue;
            }

            if (--left < 0)
                throw new IOException("its links form a loop");
            real = Real(Path.Combine(real, target), ref left); // not simplified first: the folder before '..' may be a link
        }

        return real;
    }
}
