using System.CommandLine;
using System.Text.RegularExpressions;
using Figment.Cli;

namespace Figment.Tests.Docs;

/// <summary>What holds of each page that people read.</summary>
public sealed partial class DocsTests
{
    private const int MostLinesOfReadme = 130,
        MostWordsOfDesign = 2_500;

    // Pages for those who build Figment, and pages of figures.
    private static readonly string[] InEnglishAlone =
    [
        "design.md",
        "experiments.md",
        "performance.md",
        "add-a-model.md",
        "add-a-kind.md",
    ];

    private static readonly RootCommand Root = CommandLine.Create();

    public static TheoryData<string> Pages => [.. MarkdownPage.All];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_somewhere(string page)
    {
        MarkdownPage text = MarkdownPage.Open(page);
        List<string> lost = [];
        foreach (string link in text.Links)
        {
            string[] parts = Uri.UnescapeDataString(link).Split('#');
            string target = parts[0].Length == 0 ? text.Path : Path.Combine(Path.GetDirectoryName(text.Path)!, parts[0]);
            if (!File.Exists(target) && !Directory.Exists(target))
                lost.Add(link);
            else if (
                parts.Length == 2
                && target.EndsWith(".md", StringComparison.Ordinal)
                && !MarkdownPage.Open(target).Anchors.Contains(parts[1])
            )
                lost.Add(link);
        }

        Assert.True(lost.Count == 0, $"{page}: {string.Join(", ", lost)}");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_in_a_page_is_one_that_figment_takes(string page)
    {
        List<string> refused = [];
        foreach (string line in MarkdownPage.Open(page).ShellLines)
        {
            Match call = Call().Match(line);
            if (!call.Success)
                continue;
            ParseResult parsed = Root.Parse(Words(call.Groups[1].Value));
            if (parsed.Errors.Count > 0)
                refused.Add($"{line.Trim()}: {parsed.Errors[0].Message}");
        }

        Assert.True(refused.Count == 0, $"{page}:{Environment.NewLine}{string.Join(Environment.NewLine, refused)}");
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("README.zh-CN.md")]
    public void The_README_is_read_in_two_minutes(string readme) =>
        Assert.InRange(MarkdownPage.Open(readme).Text.Split('\n').Length, 50, MostLinesOfReadme);

    [Fact]
    public void The_design_is_the_design_alone() =>
        Assert.InRange(Gap().Split(MarkdownPage.Open("docs/design.md").Text).Length, 1_000, MostWordsOfDesign - 1);

    [Fact]
    public void Every_page_for_users_has_the_other_language_beside_it_and_stands_in_the_index()
    {
        string folder = Path.Combine(Repository.Root, "docs");
        string[] names = [.. Directory.EnumerateFiles(folder, "*.md").Select(path => Path.GetFileName(path)!)];
        string[] english =
        [
            .. names.Where(name =>
                !name.EndsWith(MarkdownPage.Chinese, StringComparison.Ordinal) && !InEnglishAlone.Contains(name)
            ),
        ];
        string index = MarkdownPage.Open("docs/README.md").Text,
            chineseIndex = MarkdownPage.Open("docs/README.zh-CN.md").Text;
        List<string> missing = [];
        foreach (string name in english)
        {
            string chinese = Path.ChangeExtension(name, MarkdownPage.Chinese);
            if (!File.Exists(Path.Combine(folder, chinese)))
                missing.Add(chinese);
            else if (!Head(name).Contains($"]({chinese})", StringComparison.Ordinal))
                missing.Add($"the link to Chinese in {name}");
            else if (!Head(chinese).Contains($"]({name})", StringComparison.Ordinal))
                missing.Add($"the link to English in {chinese}");
            if (name != "README.md" && !index.Contains($"]({name})", StringComparison.Ordinal))
                missing.Add($"{name} in the index");
            if (name != "README.md" && !chineseIndex.Contains($"]({chinese})", StringComparison.Ordinal))
                missing.Add($"{chinese} in the index");
        }

        Assert.True(missing.Count == 0, string.Join(", ", missing));

        string Head(string name) => string.Join('\n', File.ReadLines(Path.Combine(folder, name)).Take(4));
    }

    /// <summary>
    /// The words of a line as a shell would split them; whatever follows a comment sign, a pipe or a redirection is left out.
    /// </summary>
    private static string[] Words(string line) =>
        [
            .. Word()
                .Matches(line)
                .Select(match => match.Value)
                .TakeWhile(word => word is not ("|" or ">" or "<" or "&&" or ";" or "2>") && !word.StartsWith('#'))
                .Select(word => word.Replace("\"", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal)),
        ];

    [GeneratedRegex(
        @"^\s*(?:[A-Z_]+=\S+ )*(?:mpirun .*? |mpiexec .*? |srun .*? )?"
            + @"(?:figment|dotnet run (?:-p:\S+ )?--project src/Figment\.Cli --) (.+)$"
    )]
    private static partial Regex Call();

    [GeneratedRegex("""(?:"[^"]*"|'[^']*'|[^\s"'])+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gap();
}
