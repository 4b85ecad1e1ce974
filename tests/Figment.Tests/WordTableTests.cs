using System.Reflection;
using System.Text.RegularExpressions;
using Figment.Data.Folders;
using Figment.Data.Images;
using Figment.Data.Sounds;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Reports;

namespace Figment.Tests;

/// <summary>The table of words is complete in every language, and holds exactly what the programs ask for.</summary>
public sealed partial class WordTableTests
{
    private static readonly string[] MaySayLess =
    [
        "problem.labelSmoothing.needsLabels", // the library's English names the loss, which the form already shows beside it
        "note.classes.missing.many", // with the names listed, the number is not needed
    ];

    public static TheoryData<string> FurtherLanguages() => [.. Languages.All.Skip(1).Select(known => known.Code)];

    [Theory]
    [MemberData(nameof(FurtherLanguages))]
    public void Every_language_has_every_text_with_the_same_facts(string code)
    {
        IReadOnlyDictionary<string, string> english = WordTable.Read(Language.English),
            other = WordTable.Read(Languages.Find(code)!.Value);

        Assert.Equal(english.Keys.Order(), other.Keys.Order());
        // Chinese has no space between sentences.
        Assert.All(other, text => Assert.True(text.Key == "list.space" || !string.IsNullOrWhiteSpace(text.Value), text.Key));
        Assert.All(english.Keys.Except(MaySayLess), key => Assert.True(Facts(english[key]).SetEquals(Facts(other[key])), key));
        Assert.All(MaySayLess, key => Assert.Subset(Facts(english[key]), Facts(other[key])));
    }

    [Fact]
    public void Every_language_has_its_number_and_its_table()
    {
        Assert.Equal(Enum.GetValues<Language>(), Languages.All.Select(known => known.Language));
        Assert.Equal(
            Languages.All.Select(known => $"words/{known.Code}.json").Order(),
            typeof(WordTable)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith("words/", StringComparison.Ordinal))
                .Order()
        );
    }

    [Fact]
    public void Every_section_of_the_table_is_one_that_is_asked_for()
    {
        Assert.Equal(
            [
                "card",
                "glossary",
                "home",
                "inside",
                "items",
                "learn",
                "lesson",
                "list",
                "make",
                "metric",
                "note",
                "option",
                "origin",
                "outlook",
                "pictureLesson",
                "preset",
                "problem",
                "report",
                "share",
                "soundLesson",
                "soundReport",
                "textLesson",
                "textReport",
                "ui",
                "value",
                "verdict",
                "watch",
            ],
            WordTable.Keys.Select(key => key.Split('.')[0]).Distinct().Order()
        );
        Assert.Equal(["comma", "and", "last", "sentences", "sentence", "semicolon", "space"], WordTable.NamesBelow("list"));
    }

    [Fact]
    public void The_texts_of_a_report_are_those_of_the_table_and_each_is_shown()
    {
        string[] names =
        [
            .. typeof(Texts).GetProperties(BindingFlags.Static | BindingFlags.NonPublic).Select(property => property.Name),
        ];

        Assert.Equal(names.Order(), WordTable.NamesBelow("report").Order());
        string source = Sources("src/Figment.Workbench/Reports");
        Assert.All(names, name => Assert.Matches($@"\bTexts\.{name}\b", source));
    }

    [Fact]
    public void Every_verdict_has_three_sentences()
    {
        string[] verdicts = [.. WordTable.Keys.Where(key => key.StartsWith("verdict.", StringComparison.Ordinal))];

        Assert.Equal(Enum.GetNames<VerdictKind>().Order(), WordTable.NamesBelow("verdict").Order());
        string[] parts =
        [
            .. verdicts.Select(key => key.Split('.')[^1]).Where(part => !part.EndsWith("OfOne", StringComparison.Ordinal)),
        ];
        Assert.Equal(["means", "saw", "try"], parts.Distinct().Order());
        Assert.Equal(parts.Length / 3, verdicts.Select(key => key[..key.LastIndexOf('.')]).Distinct().Count());
        Assert.All(
            verdicts.Where(key => key.EndsWith("OfOne", StringComparison.Ordinal)),
            key => Assert.Contains(key[..^"OfOne".Length], verdicts)
        ); // of one network
    }

    [Fact]
    public void Every_metric_has_its_words_and_English_is_the_catalogs()
    {
        Assert.Equal(MetricCatalog.All.Select(metric => metric.Name).Order(), WordTable.NamesBelow("metric").Order());
        Assert.All(
            MetricCatalog.All,
            metric =>
                Assert.Equal(
                    (metric.Title, metric.Meaning),
                    (MetricTexts.Title(metric).English, MetricTexts.Meaning(metric).English)
                )
        );
    }

    [Fact]
    public void Every_rule_over_options_has_its_words_and_no_words_are_left_over()
    {
        string[] codes = [.. RuleCode().Matches(Sources("src/Figment/Models")).Select(match => match.Groups[1].Value)];

        Assert.NotEmpty(codes);
        Assert.Equal(
            codes.Order(),
            WordTable
                .Keys.Where(key => key.StartsWith("problem.", StringComparison.Ordinal))
                .Select(key => key["problem.".Length..])
                .Order()
        );
    }

    [Fact]
    public void Every_note_that_the_source_says_is_there_and_none_is_left_over()
    {
        string source = Sources("src");
        MatchCollection calls = NoteCall().Matches(source);
        string[] remedies = [.. RemedyOfEnding().Matches(source).Select(match => match.Groups[1].Value).Distinct()];
        string[] said =
        [
            .. calls.SelectMany(call =>
                call.Groups["key"]
                    .Captures.SelectMany(key =>
                        call.Groups["how"].Value == "Note"
                            ? OfBoth(key.Value)
                            : KeysOf(key.Value, isCounted: call.Groups["how"].Value is "Counted" or "Say")
                    )
            ),
            .. Enum.GetNames<PassedReason>().SelectMany(reason => KeysOf($"note.passed.{reason}", isCounted: true)),
            .. Enum.GetNames<NoLabel>().Except([nameof(NoLabel.Known)]).Select(name => $"note.labels.left.{name}"),
            .. Enum.GetNames<PictureRemedy>().Except([nameof(PictureRemedy.None)]).Select(name => $"note.remedy.{name}"),
            .. Enum.GetNames<SoundAlignment>().Select(name => $"note.sounds.part.{name}"),
            .. Enum.GetNames<ReportDifference>().Select(name => $"note.compared.{name}"),
            .. remedies.Select(name => $"note.remedies.{name}"),
        ];

        Assert.Equal(3, remedies.Length);
        // Checks that no call is overlooked.
        Assert.Equal(NoteKey().Count(source), calls.Sum(call => call.Groups["key"].Captures.Count));
        Assert.Equal(
            said.Distinct().Order(),
            WordTable.Keys.Where(key => key.StartsWith("note.", StringComparison.Ordinal)).Order()
        );

        static string[] KeysOf(string key, bool isCounted) => isCounted ? [$"{key}.one", $"{key}.many"] : [key];

        // What is said about images has separate words for sounds.
        static string[] OfBoth(string key) => [key, key.Insert(key.LastIndexOf('.'), ".sounds")];
    }

    [Fact]
    public void One_is_counted_in_other_words_than_many()
    {
        Assert.Equal("1 symbolic link was not followed: a. You can ask for links to be followed.", Links(1).English);
        Assert.Equal("1,234 symbolic links were not followed: a. You can ask for links to be followed.", Links(1234).English);
        Assert.Equal("1,234 个符号链接未跟随：a。可以选择跟随链接。", Links(1234).Chinese);

        static Text Links(int count) => WordTable.Counted("note.passed.Link", count, ("some", "a"));
    }

    [Fact]
    public void A_key_that_is_not_there_is_named() =>
        Assert.Contains(
            "ui.Nowhere",
            Assert.Throws<KeyNotFoundException>(() => WordTable.Text("ui.Nowhere")).Message,
            StringComparison.Ordinal
        );

    private static HashSet<string> Facts(string text) =>
        [.. TextTemplate.Placeholder().Matches(text).Select(match => match.Value)];

    private static string Sources(string folder) =>
        string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText)
        );

    [GeneratedRegex(@"""note\.[\w.]+""")]
    private static partial Regex NoteKey();

    // One key, or a choice of two.
    [GeneratedRegex(
        @"(?<how>Counted|Say|Template|Text|Note)\(\s*(?:[^""();]*\?\s)?""(?<key>note\.[\w.]+)"""
            + @"(?:\s+:\s""(?<key>note\.[\w.]+)"")?"
    )]
    private static partial Regex NoteCall();

    [GeneratedRegex(@"Known\(\s*""[^""]+"",\s+(\w+),\s+""\.")]
    private static partial Regex RemedyOfEnding();

    [GeneratedRegex(@"new BrokenRule\(\s*""([\w.]+)""")]
    private static partial Regex RuleCode();
}
