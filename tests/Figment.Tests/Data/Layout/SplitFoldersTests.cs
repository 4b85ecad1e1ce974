using Figment.Data;
using Figment.Data.Folders;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data.Layout;

/// <summary>Folders that are parts of the data, in folders and archives alike.</summary>
public sealed class SplitFoldersTests : IDisposable
{
    private readonly Pictured data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("train/cats/1.png train/cats/2.png train/dogs/1.png test/dogs/9.png test/cats/9.png")]
    [InlineData("Training/cats/1.png Training/cats/2.png Training/dogs/1.png Validation/dogs/9.png Validation/cats/9.png")]
    [InlineData("cats/train/1.png cats/train/2.png dogs/train/1.png dogs/test/9.png cats/test/9.png")]
    [InlineData(
        "pets/v2/TRAIN/cats/1.png pets/v2/TRAIN/cats/2.png pets/v2/TRAIN/dogs/1.png pets/v2/valid/dogs/9.png "
            + "pets/v2/valid/cats/9.png"
    )]
    [InlineData(
        "training_set/images/cats/1.png training_set/images/cats/2.png training_set/images/dogs/1.png "
            + "test_set/images/dogs/9.png test_set/images/cats/9.png"
    )]
    [InlineData("train2017/cats/1.png train2017/cats/2.png train2017/dogs/1.png val2017/dogs/9.png val2017/cats/9.png")]
    [InlineData("train/cats/1.png train/cats/2.png train/dogs/1.png test/images/dogs/9.png test/images/cats/9.png")]
    public void Parts_are_no_classes_and_what_is_held_out_is_not_learned(string pictures)
    {
        data.Add(pictures.Split(' ')).Write("README.md", "pets");

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset train = Datasets.Open(path),
                    test = Datasets.Open(path, DataPart.Test);
                Assert.True(Datasets.HasTestPart(path));
                Assert.Equal((3, 2), (train.Count, test.Count));
                Assert.Equal(["cats", "dogs"], train.ClassNames);
                Assert.Equal(["cats", "dogs"], test.ClassNames);
                Assert.Equal([2, 1], train.ClassCounts);
                Assert.Contains(
                    train.Notes,
                    note => note.English.Contains("3 pictures for training and 2 held out", StringComparison.Ordinal)
                );
                Assert.Equal([("cats", 2), ("dogs", 1)], FolderCheck.Of(path).Classes);
            }
        );
    }

    [Fact]
    public void Pictures_of_two_kinds_are_refused_by_name()
    {
        data.Add("trainA/1.png", "trainB/1.png", "testA/2.png", "testB/2.png");

        FigmentException error = Assert.Throws<FigmentException>(() => Datasets.Open(data.Root));

        Assert.Contains(
            "two sets of pictures that are meant to be translated into each other (testA, testB, trainA …). Give the folder of "
                + "one set, for instance trainB",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_held_out_part_has_the_numbers_of_the_training_classes_and_only_those()
    {
        data.Add(
            "train/ants/1.png",
            "train/bees/1.png",
            "train/cats/1.png",
            "val/bees/1.png",
            "val/cats/1.png",
            "val/newts/1.png"
        );

        FolderLayout layout = Layout();

        Assert.Equal(["val/bees/1.png", "val/cats/1.png"], layout.Test!.Files);
        Assert.Equal([1, 2], layout.Test.Labels!.Select(label => (int)label));
        Assert.Equal([new PassedOver("val/newts/1.png", PassedReason.UnknownClass, "newts")], layout.Passed);
    }

    [Fact]
    public void Of_two_held_out_parts_the_test_pictures_are_taken_and_the_others_named()
    {
        data.Add("train/1.png", "valid/1.png", "test/1.png", "extra/1.png", "cover.png");

        FolderLayout layout = Layout();

        Assert.Equal(["train/1.png", "test/1.png"], [.. layout.Train.Files, .. layout.Test!.Files]);
        Assert.Equal(
            [PassedReason.OtherFolder, PassedReason.OtherFolder, PassedReason.SparePart],
            layout.Passed.Select(entry => entry.Reason)
        );
        Assert.Contains("1 picture in another held-out part was not used: valid/.", layout.Notes.Select(note => note.English));
        Assert.Contains(
            "2 pictures outside the folders for training and held-out data were not used: cover.png, extra/.",
            layout.Notes.Select(note => note.English)
        );
    }

    [Theory]
    [InlineData("test/cats/1.png", "none for training; files")]
    [InlineData("test/1.png val/1.png", "none for training; files")]
    [InlineData("cats/1.png dogs/1.png test/cats/2.png", "it is unclear which files are held out")]
    [InlineData("train/1.png training/1.png test/1.png", "2 folders to train with")]
    [InlineData("cats/train/1.png cats/test/1.png dogs/1.png", "it is unclear which files to use for training")]
    public void What_cannot_be_understood_is_refused_with_the_layout_named(string pictures, string reason)
    {
        data.Add(pictures.Split(' '));

        Assert.All(
            data.Both(),
            path =>
                Assert.Contains(
                    reason,
                    Assert.Throws<FigmentException>(() => Datasets.Open(path)).Message,
                    StringComparison.Ordinal
                )
        );
        Assert.Equal(pictures.Split(' ').Length, FolderCheck.Of(data.Root).Files);
    }

    [Theory]
    [InlineData("bus/1.png plane/1.png train/1.png", "bus plane train")]
    [InlineData("invalid/1.png valid/1.png", "invalid valid")]
    [InlineData("testament/1.png trainer/1.png", "testament trainer")]
    public void Classes_may_be_called_like_parts(string pictures, string classes)
    {
        data.Add(pictures.Split(' '));

        FolderLayout layout = Layout();

        Assert.Equal(classes, string.Join(' ', layout.Classes));
        Assert.Null(layout.Test);
    }

    [Fact]
    public void Held_out_pictures_become_what_those_become_that_one_trains_with()
    {
        data.Put("train/1.png", Png.Write(40, 40, new byte[1600]))
            .Put("train/2.png", Png.Write(35, 50, new byte[1750]))
            .Put("test/1.png", Png.Write(90, 90, new byte[8100]));

        using ImageDataset train = Datasets.Open(data.Root),
            test = Datasets.Open(data.Root, DataPart.Test);

        Assert.Equal((new ImageShape(1, 32, 32), new ImageShape(1, 32, 32), "data-test"), (train.Shape, test.Shape, test.Name));
    }

    [Fact]
    public void Held_out_pictures_are_brought_to_the_one_size_of_those_that_one_trains_with()
    {
        data.Put("train/1.png", Png.Write(20, 20, new byte[400])).Put("test/1.png", Png.Write(90, 90, new byte[8100]));

        using ImageDataset test = Datasets.Open(data.Root, DataPart.Test);

        Assert.Equal(new ImageShape(1, 20, 20), test.Shape);
    }

    private FolderLayout Layout()
    {
        using FileSource source = FileSource.Open(data.Root, followsLinks: false, default);
        return FolderLayout.Of(source, PictureFiles.Instance, default);
    }
}
