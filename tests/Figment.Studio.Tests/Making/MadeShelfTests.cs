using System.Text;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Studio.Hosting;
using Figment.Studio.Making;
using Figment.Studio.Words;

namespace Figment.Studio.Tests.Making;

public sealed class MadeShelfTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    private readonly string folder = Directory.CreateTempSubdirectory("figment-made-").FullName;

    private MadeShelf Shelf => new(new StudioOptions { RunsFolder = Path.Combine(folder, "runs") });

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Drawings_are_learned_from_by_symbol_with_their_variants()
    {
        MadeShelf shelf = Shelf;
        Assert.Equal(["picture-0001.png", "picture-0002.png"], [Draw(shelf, "mine", "star", 1), Draw(shelf, "mine", "star", 2)]);
        Draw(shelf, "mine", "星", 3);

        MadeSet set = Assert.Single(shelf.All());
        Assert.Equal([("star", 2), ("星", 1)], set.Classes.Select(each => (each.Name, each.Pictures.Count)));
        Assert.Equal(set, Assert.Single(shelf.OfKind("images")), (a, b) => a.Id == b.Id);
        using ImageDataset data = Datasets.Open(shelf.SourceOf(set), DataPart.Train);
        Assert.Equal((3 * 31, Shape), (data.Count, data.Shape));
        Assert.Equal(["star", "星"], data.ClassNames.Order(StringComparer.Ordinal));
        using ImageDataset one = Datasets.Open(Path.Combine(shelf.SourceOf(set), "星"), DataPart.Train);
        Assert.Equal(31, one.Count);
    }

    [Fact]
    public void Variants_are_the_same_each_time_and_neither_the_drawing_nor_each_other()
    {
        byte[] drawing = Drawing(1);
        byte[][] first = [.. Variants.Of(Shape, drawing)],
            second = [.. Variants.Of(Shape, drawing)];

        Assert.Equal(first, second);
        Assert.Equal(
            Variants.Count,
            first.Select(Convert.ToHexString).Append(Convert.ToHexString(drawing)).Distinct().Count() - 1
        );
        Assert.All(
            first,
            made => Assert.InRange(made.Sum(value => value), drawing.Sum(value => value) * 0.6, drawing.Sum(value => value) * 1.5)
        );
    }

    [Theory]
    [InlineData("../a", "b")]
    [InlineData("a", "..")]
    [InlineData("a", "b/c")]
    [InlineData("a", "b\\c")]
    [InlineData(".hidden", "b")]
    [InlineData("a", "nul")]
    [InlineData("", "b")]
    [InlineData("a", "  ")]
    [InlineData("a", "train")]
    [InlineData("a", "Test")]
    public void Names_that_lead_elsewhere_or_mean_something_else_are_refused(string set, string name)
    {
        Assert.Throws<StudioException>(() => Draw(Shelf, set, name, 1));
        Assert.False(Directory.Exists(Shelf.Root));
    }

    [Fact]
    public void A_set_has_ten_classes_and_a_class_so_many_pictures()
    {
        MadeShelf shelf = Shelf;
        for (int k = 1; k <= 10; k++)
            shelf.Keep(MadeWay.Camera, "a", $"{k}", Shape, Drawing(1));
        Assert.Contains(
            "already 10 classes",
            Assert.Throws<StudioException>(() => shelf.Keep(MadeWay.Camera, "a", "11", Shape, Drawing(1))).Message,
            StringComparison.Ordinal
        );
        for (int k = 2; k <= MadeShelf.MostPictures; k++)
            File.WriteAllText(Path.Combine(shelf.Root, "camera", "a", "1", $"picture-{k:D4}.png"), "");
        Assert.Contains(
            "already has 300 pictures",
            Assert.Throws<StudioException>(() => shelf.Keep(MadeWay.Camera, "a", "1", Shape, Drawing(1))).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_disk_that_is_nearly_full_takes_nothing_and_the_message_says_what_to_do()
    {
        MadeShelf full = new(new StudioOptions { RunsFolder = Path.Combine(folder, "runs") }, _ => MadeShelf.LeftFree - 1);

        StudioException refused = Assert.Throws<StudioException>(() => Draw(full, "a", "b", 1));
        Assert.Contains("nearly full: 512 MB must stay free. Delete something", refused.Message, StringComparison.Ordinal);
        Assert.Throws<StudioException>(() => full.KeepText("a", new MemoryStream([65])));
        Assert.Empty(full.All());
    }

    [Fact]
    public void A_picture_goes_with_its_variants_and_a_set_with_its_last_and_nothing_else_is_touched()
    {
        MadeShelf shelf = Shelf;
        for (int k = 1; k <= 2; k++)
            Draw(shelf, "a", "b", k);
        string own = Path.Combine(shelf.Root, "drawn", "a", "b", "notes.txt");
        File.WriteAllText(own, "mine");

        shelf.Delete(MadeWay.Drawn, "a", "b", "picture-0001.png");
        shelf.Delete(MadeWay.Drawn, "a", "b", "../../../escape.png");
        Assert.Equal(["picture-0002.png"], shelf.Find(MadeWay.Drawn, "A")!.Class("b")!.Pictures);
        Assert.Equal(32, Directory.GetFiles(Path.GetDirectoryName(own)!).Length);
        shelf.Delete(MadeWay.Drawn, "a", "b", "picture-0002.png");
        Assert.Equal([own], Directory.GetFiles(Path.GetDirectoryName(own)!));
        File.Delete(own);
        Draw(shelf, "a", "b", 1);
        shelf.Delete(MadeWay.Drawn, "a", "b", "picture-0001.png");
        Assert.False(Directory.Exists(Path.Combine(shelf.Root, "drawn", "a")));
    }

    [Fact]
    public void A_text_is_a_set_of_its_own_and_a_name_is_taken_once()
    {
        MadeShelf shelf = Shelf;
        MadeSet set = shelf.KeepText("diary", new MemoryStream(Encoding.UTF8.GetBytes("春眠不觉晓")));

        Assert.Equal(("texts/diary", "texts", 15L), (set.Id, shelf.KindOf(set), set.Bytes));
        Assert.Equal("春眠不觉晓", File.ReadAllText(shelf.SourceOf(set)));
        Assert.Throws<StudioException>(() => shelf.KeepText("Diary", new MemoryStream([65])));
        Assert.Equal("diary-2", shelf.FreeName(MadeWay.Texts, "diary"));
        shelf.Delete(set);
        Assert.Empty(shelf.All());
    }

    [Fact]
    public void What_another_keeps_in_a_folder_of_that_name_is_neither_shown_nor_changed()
    {
        string theirs = Directory.CreateDirectory(Path.Combine(folder, "made", "drawn", "a", "b")).FullName;
        File.WriteAllText(Path.Combine(theirs, "picture-0001.png"), "theirs");
        MadeShelf shelf = Shelf;

        Assert.Empty(shelf.All());
        Assert.Equal([Path.Combine(folder, "made")], shelf.OfOthers);
        Draw(shelf, "a", "b", 1);
        Assert.Equal(Path.Combine(folder, "figment-made"), shelf.Root);
        Assert.Equal("theirs", File.ReadAllText(Path.Combine(theirs, "picture-0001.png")));
    }

    internal static byte[] Drawing(int kind) =>
        [
            .. Enumerable
                .Range(0, 784)
                .Select(k =>
                    Math.Abs((k % 28) - 14) + Math.Abs((k / 28) - 14) is >= 6 and <= 8
                    || k % 28 == 10 + kind && k / 28 is > 8 and < 20
                        ? (byte)255
                        : (byte)0
                ),
        ];

    private static string Draw(MadeShelf shelf, string set, string name, int kind) =>
        shelf.Keep(MadeWay.Drawn, set, name, Shape, Drawing(kind));
}
