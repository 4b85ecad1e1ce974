namespace Figment.Data.Texts;

/// <summary>The format of a text file, judging by its extension.</summary>
/// <param name="IsLines">Whether each line is a JSON object with its own text; otherwise the file is one text.</param>
/// <param name="IsGzip">Whether the file is compressed.</param>
internal readonly record struct TextFormat(bool IsLines, bool IsGzip)
{
    /// <summary>The extensions, for use in messages.</summary>
    internal const string Endings = ".txt, .md, .text, .jsonl or .ndjson, with or without .gz after it";

    private const string Gzip = ".gz";
    private static readonly string[] Whole = [".txt", ".md", ".text"],
        Lines = [".jsonl", ".ndjson"];

    /// <summary>The format of a file; null if its extension is not that of a text file.</summary>
    internal static TextFormat? Of(string path)
    {
        (_, string ending) = Parts(path);
        bool isGzip = ending.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase);
        string inner = isGzip ? ending[..^Gzip.Length] : ending;
        bool isLines = Is(Lines, inner);
        return isLines || Is(Whole, inner) ? new TextFormat(isLines, isGzip) : null;
    }

    /// <summary>The name of a file without folders and extensions.</summary>
    internal static string NameOf(string path) => Parts(path).Name;

    /// <summary>The name of the held-out file that may be beside another file, for instance <c>book-test.txt.gz</c>.</summary>
    internal static string TestFile(string path) =>
        string.Concat(path.AsSpan(0, path.Length - Parts(path).Ending.Length), "-test", Parts(path).Ending);

    private static (string Name, string Ending) Parts(string path)
    {
        string name = Path.GetFileName(path);
        int length = name.EndsWith(Gzip, StringComparison.OrdinalIgnoreCase) ? name.Length - Gzip.Length : name.Length;
        int point = name.LastIndexOf('.', Math.Max(0, length - 1));
        return point <= 0 ? (name, "") : (name[..point], name[point..]);
    }

    private static bool Is(string[] endings, string ending) => endings.Contains(ending, StringComparer.OrdinalIgnoreCase);
}
