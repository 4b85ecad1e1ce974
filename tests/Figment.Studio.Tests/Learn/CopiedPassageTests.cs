using Figment.Studio.Learn;

namespace Figment.Studio.Tests.Learn;

public sealed class CopiedPassageTests
{
    [Fact]
    public void Passages_are_found_where_they_stand_and_as_long_as_they_are()
    {
        string[] sources = ["春眠不觉晓，处处闻啼鸟。\n夜来风雨声，花落知多少。", "白日依山尽，黄河入海流。"];

        IReadOnlyList<CopiedPassage> found = CopiedPassage.Find("题目\n白日依山尽，黄河不见。夜来风雨声，花落也。", sources);

        Assert.Equal([new CopiedPassage(3, 8, 1, 0), new CopiedPassage(14, 8, 0, 13)], found);
    }

    [Fact]
    public void The_longer_passage_goes_before_one_that_it_overlaps()
    {
        string[] sources = ["the woods are lovely, dark and deep", "are lovely, dark and deep, but I have promises to keep"];

        CopiedPassage passage = Assert.Single(
            CopiedPassage.Find("the woods are lovely, dark and deep, but I have promises", sources)
        );

        Assert.Equal((10, 46, 1, 0), (passage.At, passage.Length, passage.Source, passage.AtInSource));
    }

    [Theory]
    [InlineData("")]
    [InlineData("白日依山")]
    [InlineData("the woods are")] // what everybody writes
    public void What_is_short_is_no_copy(string text) =>
        Assert.Empty(CopiedPassage.Find(text, ["白日依山尽，黄河入海流。", "the woods are lovely, dark and deep"]));

    [Theory]
    [InlineData("verse")]
    [InlineData("poems")]
    public void The_recorded_model_of_few_texts_copies_and_that_of_all_does_not(string data)
    {
        Assert.InRange(Share(RecordedTexts.Of(data, isOfFew: false)), 0, 0.12); // some lines every poet has
        Assert.InRange(Share(RecordedTexts.Of(data, isOfFew: true)), 0.6, 1);

        static double Share(RecordedTexts run)
        {
            IReadOnlyList<string> sources = [.. LessonTexts.Of(run.Data).Learned.Take(run.First ?? int.MaxValue)];
            IReadOnlyList<string> texts = run.Looks[^1].Texts;
            return (double)texts.Sum(text => CopiedPassage.Find(text, sources).Sum(passage => passage.Length))
                / texts.Sum(text => text.Length);
        }
    }

    [Fact]
    public void Recorded_runs_foresee_better_and_better()
    {
        Assert.Equal(4, RecordedTexts.All.Count);
        Assert.All(
            RecordedTexts.All,
            run =>
            {
                Assert.True(run.Looks[^1].BitsPerByte < run.Looks[0].BitsPerByte - 1);
                Assert.Equal(run.Looks.Select(look => look.Step).Order(), run.Looks.Select(look => look.Step));
                Assert.All(run.Looks, look => Assert.Equal(4, look.Texts.Count));
            }
        );
    }
}
