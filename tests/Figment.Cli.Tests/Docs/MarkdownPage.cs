using System.Text.RegularExpressions;

namespace Figment.Tests.Docs;

/// <summary>A page of the repository, taken apart as far as tests ask.</summary>
internal sealed partial class MarkdownPage
{
    internal const string Chinese = ".zh-CN.md";

    private MarkdownPage(string path)
    {
        Path = path;
        Text = File.ReadAllText(path).ReplaceLineEndings("\n");
        Prose = Fence().Replace(Text, "");
    }

    /// <summary>All that people read: at the root, in the docs and beside what they describe.</summary>
    internal static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md").Select(path => System.IO.Path.GetFileName(path)!),
        .. ((string[])["docs", "bench", "samples"])
            .SelectMany(folder =>
                Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*.md", SearchOption.AllDirectories)
            )
            .Select(path => System.IO.Path.GetRelativePath(Repository.Root, path).Replace('\\', '/'))
            .Where(path => !path.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    internal string Path { get; }

    internal string Text { get; }

    /// <summary>The page without its blocks of code.</summary>
    internal string Prose { get; }

    /// <summary>Where its links and pictures lead, other addresses left out.</summary>
    internal IEnumerable<string> Links =>
        Link()
            .Matches(Code().Replace(Prose, ""))
            .Select(match => match.Groups[1].Value)
            .Where(link =>
                !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith("xref:", StringComparison.Ordinal)
            );

    /// <summary>The anchors of its headings, as GitHub makes them.</summary>
    internal IEnumerable<string> Anchors =>
        Title()
            .Matches(Prose)
            .Select(match => Odd().Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>The lines of its shell blocks, with continued lines joined.</summary>
    internal IEnumerable<string> ShellLines =>
        ShellBlock()
            .Matches(Text)
            .SelectMany(match => match.Groups[1].Value.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'));

    internal static MarkdownPage Open(string name) => new(System.IO.Path.Combine(Repository.Root, name));

    [GeneratedRegex("^( *)```.*?^\\1```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Fence();

    [GeneratedRegex("^```(?:bash|sh)\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex ShellBlock();

    [GeneratedRegex("`[^`\n]+`")]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Title();

    [GeneratedRegex(@"[^\p{L}\p{N}\-_ ]")]
    private static partial Regex Odd();
}
