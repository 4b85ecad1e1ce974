using System.Reflection;
using System.Text.RegularExpressions;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Reports;

namespace Figment.Tests;

/// <summary>The table of words is whole in every language, and what the programs ask of it is what it has.</summary>
public sealed partial class WordTableTests
{
    // The library's English names the loss, which the form shows beside it anyway.
    private static readonly string[] MaySayLess = ["problem.labelSmoothing.needsLabels"];

    public static TheoryData<string> FurtherLanguages() => [.. Languages.All.Skip(1).Select(known => known.Code)];

    [Theory]
    [MemberData(nameof(FurtherLanguages))]
    public void Every_language_has_every_text_with_the_same_facts(string code)
    {
        IReadOnlyDictionary<string, string> english = WordTable.Read(Language.English), other = WordTable.Read(Languages.Find(code)!.Value);

        Assert.Equal(english.Keys.Order(), other.Keys.Order());
        Assert.All(other.Values, text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.All(english.Keys.Except(MaySayLess), key => Assert.Equal((key, Facts(english[key])), (key, Facts(other[key]))));
        Assert.All(MaySayLess, key => Assert.Empty(TextTemplate.Placeholder().Matches(other[key])));
    }

    [Fact]
    public void Every_language_has_its_number_and_its_table()
    {
        Assert.Equal(Enum.GetValues<Language>(), Languages.All.Select(known => known.Language));
        Assert.Equal(
            Languages.All.Select(known => $"words/{known.Code}.json").Order(),
            typeof(WordTable).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("words/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Every_section_of_the_table_is_one_that_is_asked_for()
    {
        Assert.Equal(
            ["glossary", "lesson", "list", "metric", "option", "preset", "problem", "report", "ui", "value", "verdict"],
            WordTable.Keys.Select(key => key.Split('.')[0]).Distinct().Order());
        Assert.Equal(["last"], WordTable.NamesBelow("list"));
    }

    [Fact]
    public void The_texts_of_a_report_are_those_of_the_table_and_each_is_shown()
    {
        string[] names = [.. typeof(Texts).GetProperties(BindingFlags.Static | BindingFlags.NonPublic).Select(property => property.Name)];

        Assert.Equal(names.Order(), WordTable.NamesBelow("report").Order());
        string source = Sources("src/Figment.Workbench/Reports");
        Assert.All(names, name => Assert.Matches($@"\bTexts\.{name}\b", source));
    }

    [Fact]
    public void Every_verdict_has_three_sentences()
    {
        string[] verdicts = [.. WordTable.Keys.Where(key => key.StartsWith("verdict.", StringComparison.Ordinal))];

        Assert.Equal(Enum.GetNames<VerdictKind>().Order(), WordTable.NamesBelow("verdict").Order());
        string[] parts = [.. verdicts.Select(key => key.Split('.')[^1])];
        Assert.Equal(["means", "saw", "try"], parts.Distinct().Order());
        Assert.Equal(parts.Length / 3, verdicts.Select(key => key[..key.LastIndexOf('.')]).Distinct().Count());
    }

    [Fact]
    public void Every_metric_has_its_words_and_English_is_the_catalogs()
    {
        Assert.Equal(MetricCatalog.All.Select(metric => metric.Name).Order(), WordTable.NamesBelow("metric").Order());
        Assert.All(MetricCatalog.All, metric => Assert.Equal((metric.Title, metric.Meaning), (MetricTexts.Title(metric).English, MetricTexts.Meaning(metric).English)));
    }

    [Fact]
    public void Every_rule_over_options_has_its_words_and_no_words_are_left_over()
    {
        string[] codes = [.. RuleCode().Matches(Sources("src/Figment/Models")).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(codes);
        Assert.Equal(codes.Order(), WordTable.Keys.Where(key => key.StartsWith("problem.", StringComparison.Ordinal)).Select(key => key["problem.".Length..]).Order());
    }

    [Fact]
    public void A_key_that_is_not_there_is_named() =>
        Assert.Contains("ui.Nowhere", Assert.Throws<KeyNotFoundException>(() => WordTable.Text("ui.Nowhere")).Message, StringComparison.Ordinal);

    private static string Facts(string text) => string.Join(' ', TextTemplate.Placeholder().Matches(text).Select(match => match.Value).Distinct().Order());

    private static string Sources(string folder) => string.Concat(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText));

    [GeneratedRegex(@"new BrokenRule\(\s*""([\w.]+)""")]
    private static partial Regex RuleCode();
}
