using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

public sealed class ClassMatchTests
{
    private static readonly ImageShape Shape = new(1, 2, 2);

    [Fact]
    public void Classes_are_joined_by_name_and_what_was_not_learned_is_left_out()
    {
        using ImageDataset held = Held(["Dogs", "birds", "cafe\u0301"], 0, 1, 2, 1, 0);

        ClassMatch match = ClassMatch.Of(held, ["café", "cats", "dogs"], [5, 5, 5]);
        using ImageDataset joined = match.Joined()!;

        Assert.Equal([2, 0, 2], joined.Labels()!);
        Assert.Equal(["café", "cats", "dogs"], joined.ClassNames);
        Assert.Equal([0, 8, 16], Enumerable.Range(0, 3).Select(i => (int)joined.Pixels(i, 1).flatten()[0].item<byte>()));
        Assert.Equal(["birds"], match.Unknown);
        Assert.Equal(["cats"], match.Missing);
        Assert.Equal((2, false), (match.UnknownCount, match.Fits));
        Assert.Equal(
            [
                "2 of the 5 held-out images have classes that the model did not learn: birds.",
                "No held-out image has the class cats.",
                "The classes differ, so there is no report by class.",
            ],
            match.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void The_same_classes_are_the_same_images()
    {
        using ImageDataset held = Held(["cats", "dogs"], 0, 1);

        ClassMatch match = ClassMatch.Of(held, ["cats", "dogs"], [3, 3]);

        Assert.Same(held, match.Joined());
        Assert.True(match.Fits);
        Assert.Empty(match.Notes);
    }

    [Fact]
    public void Images_without_classes_fit_only_those_without()
    {
        using ImageDataset flat = new("flat", Shape, new byte[8]),
            held = Held(["cats"], 0);

        ClassMatch match = ClassMatch.Of(flat, ["cats"], [2]);
        Assert.Null(match.Joined());
        Assert.Equal(
            (false, "The held-out images have no classes, so there is no report by class."),
            (match.Fits, Assert.Single(match.Notes).English)
        );
        Assert.True(ClassMatch.Of(held, [], []).Fits);
        Assert.Empty(ClassMatch.Of(flat, [], []).Notes);
    }

    [Fact]
    public void Images_that_show_sounds_are_called_sounds_and_stay_such()
    {
        PictureForm form = new("sounds", "test");
        using ImageDataset flat = new("flat", Shape, new byte[8]) { Form = form };
        using ImageDataset held = new("held", Shape, new byte[12], [0, 1, 1], ["hat", "kick"]) { Form = form };

        ClassMatch match = ClassMatch.Of(held, ["snare", "kick"], [2, 2]);

        using ImageDataset joined = match.Joined()!;
        Assert.Equal(form, joined.Form);
        Assert.Equal("1 of the 3 held-out sounds have classes that the model did not learn: hat.", match.Notes[0].English);
        Assert.Equal(
            "The held-out sounds have no classes, so there is no report by class.",
            Assert.Single(ClassMatch.Of(flat, ["kick"], [2]).Notes).English
        );
    }

    private static ImageDataset Held(string[] names, params byte[] labels) =>
        new(
            "held",
            Shape,
            [.. Enumerable.Range(0, labels.Length * Shape.Size).Select(i => (byte)(i / Shape.Size * Shape.Size))],
            labels,
            names
        );
}
