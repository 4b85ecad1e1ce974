using System.Text.RegularExpressions;

namespace Figment.Tests.Samples;

/// <summary>The tutorial: its programs run, its pages quote them, and both languages say the same.</summary>
public sealed partial class TutorialTests
{
    private const string Chinese = ".zh-CN.md";
    private const int MostBytes = 60_000,
        MostBytesInAll = 500_000;
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "tutorial");

    /// <summary>The English pages, by name; the Chinese one of each lies beside it.</summary>
    public static TheoryData<string> Pages =>
        [
            .. Directory
                .EnumerateFiles(Folder, "*.md")
                .Where(path => !path.EndsWith(Chinese, StringComparison.Ordinal))
                .Select(path => Path.GetFileName(path))
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [InlineData("02-prepare.cs", "", "noise.png")]
    [InlineData("03-data.cs", "", "data.png averages.png")]
    [InlineData("04-generator.cs", "", "untrained.png")]
    [InlineData("05-discriminator.cs", "2", "opinion.png")]
    [InlineData("06-training.cs", "5", "growth.png losses.png")]
    [InlineData("07-collapse.cs", "2 100", "classic.png gan.png classes.png")]
    [InlineData("08-vae.cs", "3", "reconstructed.png map.png")]
    [InlineData("09-parameters.cs", "2 40", "as-it-is.png learning-rate.png batch.png latent-size.png")]
    [InlineData("10-evaluation.cs", "2 60", "nearest.png")]
    public void A_program_runs_and_draws_what_its_page_shows(string program, string arguments, string pictures)
    {
        using TemporaryFolder folder = new();
        string[] drawn = pictures.Split(' ');

        (int code, string output, string error) = SamplePrograms.Run(
            Path.Combine("tutorial", program),
            folder.Root,
            null,
            arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

        Assert.True(code == 0, $"{output}\n{error}");
        Assert.All(drawn, picture => Assert.True(new FileInfo(folder[picture]).Length > 1_000, picture));
        string page = Read(Path.ChangeExtension(program, ".md"));
        Assert.Contains($"dotnet run samples/tutorial/{program}", page, StringComparison.Ordinal);
        Assert.All(drawn, picture => Assert.Contains($"](images/{picture})", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_program_has_its_page_and_is_tried()
    {
        string[] programs =
        [
            .. Directory.EnumerateFiles(SamplePrograms.FileOf("tutorial"), "*.cs").Select(path => Path.GetFileName(path)!),
        ];
        IEnumerable<string> tried = typeof(TutorialTests)
            .GetMethod(nameof(A_program_runs_and_draws_what_its_page_shows))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(data => (string)data.Data[0]!);

        Assert.Equal(tried, programs.Order(StringComparer.Ordinal));
        Assert.All(programs, program => Assert.Contains(program, Read("README.md"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void The_code_in_a_page_is_its_programs(string page)
    {
        string text = Read(page);
        var blocks = PageCode.Named(text);

        Assert.Empty(PageCode.Unnamed(text));
        if (File.Exists(SamplePrograms.FileOf(Path.Combine("tutorial", Path.ChangeExtension(page, ".cs")))))
            Assert.NotEmpty(blocks);
        Assert.All(blocks, block => PageCode.CheckQuoted(Path.Combine("tutorial", block.Sample), block.Code));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_in_Chinese_has_the_code_the_pictures_and_the_headings_of_the_English_one(string page)
    {
        string english = Read(page),
            chinese = Read(ChineseOf(page));

        Assert.Equal(Headings(english), Headings(chinese));
        Assert.Equal(Of(Block(), english), Of(Block(), chinese));
        Assert.Equal(Of(Picture(), english), Of(Picture(), chinese));
        Assert.Equal(Of(Row(), english).Count, Of(Row(), chinese).Count);

        static IEnumerable<int> Headings(string text) => Of(Heading(), Block().Replace(text, "")).Select(level => level.Length);
    }

    [Fact]
    public void There_is_no_page_in_Chinese_without_the_English_one()
    {
        IEnumerable<string> chinese = Directory.EnumerateFiles(Folder, $"*{Chinese}").Select(path => Path.GetFileName(path));

        Assert.Equal(Pages.Select(page => ChineseOf(page.Data)), chinese.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("README.md", "docs/tutorial/README.md")]
    [InlineData("README.zh-CN.md", "docs/tutorial/README.zh-CN.md")]
    public void The_README_leads_to_the_tutorial_and_that_to_every_page(string readme, string index)
    {
        Assert.Contains($"]({index})", File.ReadAllText(Path.Combine(Repository.Root, readme)), StringComparison.Ordinal);
        string links = File.ReadAllText(Path.Combine(Repository.Root, index));
        bool isChinese = index.EndsWith(Chinese, StringComparison.Ordinal);
        Assert.All(
            Pages
                .Select(page => isChinese ? ChineseOf(page.Data) : page.Data)
                .Where(page => !page.StartsWith("README", StringComparison.Ordinal)),
            page => Assert.Contains($"]({page})", links, StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(".md")]
    [InlineData(Chinese)]
    public void Every_word_of_the_glossary_is_explained_in_a_page_and_every_word_that_a_page_explains_is_there(string ending)
    {
        string[] words = Words(Read($"glossary{ending}"));
        string[] explained =
        [
            .. Pages
                .Select(page => page.Data)
                .Where(page => char.IsAsciiDigit(page[0]))
                .SelectMany(page => Words(Read(page.Replace(".md", ending, StringComparison.Ordinal))))
                .Distinct(),
        ];

        Assert.Equal(explained.Order(StringComparer.Ordinal), words.Order(StringComparer.Ordinal));

        static string[] Words(string text) =>
            [.. Of(Bold(), Block().Replace(text, "")).Select(word => Gap().Replace(word, " ").ToLowerInvariant())];
    }

    [Fact]
    public void Pictures_are_small_and_each_is_shown()
    {
        FileInfo[] pictures = new DirectoryInfo(Path.Combine(Folder, "images")).GetFiles();
        string[] shown = [.. Pages.SelectMany(page => Of(Picture(), Read(page.Data)))];

        Assert.All(pictures, picture => Assert.InRange(picture.Length, 1, MostBytes));
        Assert.InRange(pictures.Sum(picture => picture.Length), 1, MostBytesInAll);
        Assert.All(pictures, picture => Assert.Contains($"images/{picture.Name}", shown));
    }

    private static string Read(string page) => File.ReadAllText(Path.Combine(Folder, page));

    private static string ChineseOf(string page) => page.Replace(".md", Chinese, StringComparison.Ordinal);

    private static IReadOnlyList<string> Of(Regex pattern, string text) =>
        [.. pattern.Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("^(```.*?^```)$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^(#+) ", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"!\[[^\]]+\]\(([^)]+)\)")]
    private static partial Regex Picture();

    [GeneratedRegex(@"^(\|)", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\*\*([^*]+)\*\*")]
    private static partial Regex Bold();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gap();
}
