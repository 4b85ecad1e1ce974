namespace Figment.Data.Folders;

/// <summary>Where paths with symbolic links in them lead.</summary>
internal static class LinkTargets
{
    private const int MostLinks = 40; // as Linux has it

    /// <summary>The path without links, by which a folder is known however one comes to it.</summary>
    /// <exception cref="IOException">Links lead in a circle, or cannot be read.</exception>
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
                throw new IOException("it leads in a circle of links");
            real = Real(Path.Combine(real, target), ref left); // not made shorter first: what stands before '..' may be a link
        }

        return real;
    }
}
