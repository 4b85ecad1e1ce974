using Figment.Studio.Learn;

namespace Figment.Studio.Tests.Learn;

public sealed class LessonProgressTests
{
    [Fact]
    public void What_a_browser_keeps_is_read_again()
    {
        LessonProgress progress = LessonProgress
            .None.With(opened: "data")
            .With(done: "data")
            .With(done: "data")
            .With(opened: "generator");

        LessonProgress read = LessonProgress.Read(progress.Write());

        Assert.Equal(["data"], read.Done);
        Assert.Equal("generator", read.Last);
        Assert.Equal((1, 0), (read.DoneOf(Lesson.All[0]), read.DoneOf(Lesson.All[1])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"done":"data"}""")]
    [InlineData("""{"done":[1]}""")]
    [InlineData("{}")]
    public void What_is_damaged_is_nothing(string? kept)
    {
        LessonProgress read = LessonProgress.Read(kept);

        Assert.Empty(read.Done);
        Assert.Null(read.Last);
    }

    [Fact]
    public void Steps_that_there_are_not_do_not_count() =>
        Assert.Equal(
            ["waves"],
            LessonProgress.Read("""{"done":["waves","gone",null,"waves"],"last":"../runs"}""") is { Last: null } read
                ? read.Done
                : []
        );

    [Fact]
    public void One_goes_on_where_one_was_or_with_the_first_step_that_is_not_done()
    {
        Lesson sounds = Lesson.All[2];
        LessonProgress two = LessonProgress.None.With(done: "waves").With(done: "rehearsal");

        Assert.Equal("waves", LessonProgress.None.Next(sounds).Id);
        Assert.Equal("drums", two.Next(sounds).Id);
        Assert.Equal("echo", two.With(opened: "echo").Next(sounds).Id);
        Assert.Equal("drums", two.With(opened: "rehearsal").Next(sounds).Id);
        Assert.Equal("waves", two.With(done: "drums").With(done: "echo").Next(sounds).Id);
    }
}
