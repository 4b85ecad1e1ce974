using System.Reflection;
using System.Text.RegularExpressions;
using Figment.Models;
using Figment.Studio.Hosting;
using Figment.Studio.Learn;
using Figment.Studio.Train;
using Figment.Studio.Words;
using Figment.Tests;

namespace Figment.Studio.Tests.Words;

/// <summary>No page is half translated, and every marked term leads to an explanation.</summary>
public sealed partial class TextsTests
{
    /// <summary>The classes of fixed texts, and the part of the table for each.</summary>
    public static TheoryData<Type, string> Tables { get; } =
        new()
        {
            { typeof(Ui), "ui" },
            { typeof(HomeWords), "home" },
            { typeof(MakeWords), "make" },
            { typeof(InsideWords), "inside" },
            { typeof(LearnWords), "learn" },
            { typeof(WatchWords), "watch" },
            { typeof(ShareWords), "share" },
        };

    private static IEnumerable<(string Name, Text Text)> Fixed() => Tables.SelectMany(table => Fixed(table.Data.Item1));

    private static IEnumerable<(string Name, Text Text)> Fixed(Type words) =>
        words
            .GetProperties(BindingFlags.Static | BindingFlags.NonPublic)
            .Select(property =>
                (
                    property.Name,
                    property.GetValue(null) is TextTemplate template ? template.Words : (Text)property.GetValue(null)!
                )
            );

    private static IEnumerable<LessonStep> Steps() => Lesson.All.SelectMany(lesson => lesson.Steps);

    private static IEnumerable<(string Name, Text Text)> All() =>
        [
            .. Fixed(),
            .. Fixed(typeof(WatchWords)),
            .. Steps()
                .SelectMany(step =>
                    ((Text[])[step.Title, .. step.Paragraphs, step.Live, step.TryThis]).Select(
                        (text, k) => ($"lesson {step.Id} {k}", text)
                    )
                ),
            .. Glossary.Entries.Select(entry => ($"glossary {entry.Id}", entry.Meaning)),
            .. OptionTexts.All.SelectMany(pair => (IEnumerable<(string, Text)>)[($"option {pair.Key}", pair.Value.Help)]),
            .. OptionTexts.Presets.Select(pair => ($"preset {pair.Key}", pair.Value)),
        ];

    [Fact]
    public void Every_text_is_there_in_both_languages()
    {
        Assert.True(Fixed().Count() > 100);
        Assert.All(
            All(),
            entry =>
            {
                Assert.False(string.IsNullOrWhiteSpace(entry.Text.English), entry.Name);
                Assert.DoesNotMatch(Chinese(), entry.Text.English);
                Assert.Matches(Chinese(), entry.Text.Chinese);
            }
        );
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_texts_of_pages_are_those_of_the_table_and_each_is_shown(Type words, string section)
    {
        string[] names = [.. Fixed(words).Select(entry => entry.Name)];

        Assert.Equal(names.Order(), WordTable.NamesBelow(section).Except(["drums"]).Order());
        string source = string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Root, "src", "Figment.Studio"), "*", SearchOption.AllDirectories)
                .Where(file =>
                    file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal)
                )
                .Select(File.ReadAllText)
        );
        Assert.All(names, name => Assert.Matches($@"\b{words.Name}\.{name}\b", source));
    }

    [Fact]
    public void Every_drum_of_the_lesson_has_its_name() => Assert.Equal(LessonDrums.Kinds, WordTable.NamesBelow("learn.drums"));

    [Fact]
    public void Every_marked_word_is_in_the_glossary() =>
        Assert.All(
            All().SelectMany(entry => (string[])[entry.Text.English, entry.Text.Chinese]).SelectMany(TermMarks.Ids),
            id => Assert.NotNull(Glossary.Find(id))
        );

    [Fact]
    public void The_words_that_beginners_meet_are_in_the_glossary()
    {
        string[] words =
        [
            "ai",
            "machine-learning",
            "deep-learning",
            "neural-network",
            "training",
            "generative-ai",
            "gan",
            "vae",
            "latent",
            "loss",
            "batch",
            "epoch",
            "overfitting",
            "mode-collapse",
        ];
        Assert.All(words, id => Assert.NotNull(Glossary.Find(id)));
        HashSet<string> explained =
        [
            .. Steps()
                .SelectMany(step =>
                    ((Text[])[.. step.Paragraphs, step.Live, step.TryThis]).SelectMany(text => TermMarks.Ids(text.English))
                ),
        ];
        Assert.All(words, id => Assert.Contains(id, explained)); // and each opens in the lesson
        Assert.Equal(Glossary.Entries.Count, Glossary.Entries.Select(entry => entry.Id).Distinct().Count());
    }

    [Fact]
    public void The_lessons_have_their_steps()
    {
        Assert.Equal(
            ["data", "generator", "discriminator", "together", "training", "judging"],
            Lesson.All[0].Steps.Select(step => step.Id)
        );
        Assert.Equal(["letters", "guess", "grow", "parrot"], Lesson.All[1].Steps.Select(step => step.Id));
        Assert.Equal(["waves", "drums", "rehearsal", "echo"], Lesson.All[2].Steps.Select(step => step.Id));
        Assert.Equal(["folder", "enough", "changes", "onward"], Lesson.All[3].Steps.Select(step => step.Id));
        Assert.All(Steps(), step => Assert.InRange(step.Paragraphs.Count, 3, 5));
        Assert.All(Steps(), step => Assert.Contains(step.Paragraphs, paragraph => TermMarks.Ids(paragraph.Chinese).Any()));

        // Each has an address of its own, and so has each lesson.
        string[] addresses = [.. Steps().Select(step => step.Id), .. Lesson.All.Select(lesson => lesson.Id)];
        Assert.Equal(addresses.Length, addresses.Distinct().Count());
        Assert.All(addresses, id => Assert.NotNull(Lesson.Find(id)));
        Assert.Null(Lesson.Find("5"));
    }

    [Fact]
    public void The_recorded_runs_collapse_and_do_not()
    {
        Assert.Equal(["classic", "gan"], RecordedRun.All.Select(run => run.Preset));
        Assert.InRange(RecordedRun.All[0].Looks[^1].Evaluation.Classes!.Entropy, 0, 0.7);
        Assert.InRange(RecordedRun.All[1].Looks[^1].Evaluation.Classes!.Entropy, 0.98, 1);
        Assert.All(
            RecordedRun.All.SelectMany(run => run.Looks.Select(run.PictureOf)),
            picture => Assert.Contains(picture, EmbeddedAssets.Url(picture), StringComparison.Ordinal)
        );
    }

    [Fact]
    public void What_was_recorded_of_few_pictures_is_there_and_more_pictures_are_copied_less()
    {
        Assert.Equal([10, 100, 1_000], RecordedPictures.All.Select(each => each.Count));
        Assert.True(RecordedPictures.All[0].Copied > 0.5 && RecordedPictures.All[^1].Copied < 0.05);
        Assert.Equal(RecordedPictures.All.OrderBy(each => each.Coverage), RecordedPictures.All);
        string[] pictures =
        [
            .. RecordedPictures.All.Select(each => $"learn-from-{each.Count}.png"),
            .. RecordedPictures.Steps.SelectMany(step =>
                (string[])[$"learn-nothing-{step:D3}.png", $"learn-begun-{step:D3}.png"]
            ),
        ];
        Assert.All(pictures, picture => Assert.Contains(picture, EmbeddedAssets.Url(picture), StringComparison.Ordinal));
    }

    [Fact]
    public void Every_option_and_preset_has_its_words_and_no_words_are_left_over()
    {
        Assert.Equal(
            ModelCatalog.Presets.SelectMany(preset => preset.OptionList.Select(option => option.Name)).Distinct().Order(),
            OptionTexts.All.Keys.Order()
        );
        Assert.Equal(ModelCatalog.Presets.Select(preset => preset.Name).Order(), OptionTexts.Presets.Keys.Order());
        Assert.Equal(
            ModelCatalog.Presets.SelectMany(preset => preset.OptionList).SelectMany(option => option.Choices).Distinct().Order(),
            OptionTexts.Values.Keys.Order()
        );
    }

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
