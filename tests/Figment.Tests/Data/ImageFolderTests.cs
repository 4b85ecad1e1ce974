using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Pictures_of_one_folder_come_in_ordinal_order_without_labels()
    {
        foreach ((string name, byte value) in ((string, byte)[])[("b.png", 3), ("a.png", 2), ("B.png", 1), ("é.png", 4)])
            Grey(name, value);

        using ImageDataset data = Datasets.Open(folder.Root);

        Assert.Equal((new ImageShape(1, 1, 2), 4), (data.Shape, data.Count));
        Assert.Equal(Path.GetFileName(folder.Root), data.Name);
        Assert.Equal([1, 1, 2, 2, 3, 3, 4, 4], Pixels(data));
        Assert.Empty(data.ClassNames);
        Assert.Empty(data.Notes);
    }

    [Fact]
    public void A_pipe_among_pictures_is_not_waited_for()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mkfifo"), "There are no named pipes here.");
        Grey("a.png", 1);
        CommandRunner.RunProgram("/usr/bin/mkfifo", folder.Root, null, "b.png", "c");

        FileFormatException error = Assert.Throws<FileFormatException>(() => Datasets.Open(folder.Root));

        Assert.Contains("b.png cannot be read as a picture: it is empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folders_are_classes_however_deep_their_pictures_lie()
    {
        Grey("dogs/1.png", 4);
        Grey("cats/deep/down/2.png", 2);
        Grey("cats/1.png", 1);
        Grey("cats-and-more/1.png", 9);
        Directory.CreateDirectory(folder["nothing"]);

        using ImageDataset data = ImageDataset.FromFolder(folder.Root + Path.DirectorySeparatorChar);

        Assert.Equal(["cats", "cats-and-more", "dogs"], data.ClassNames);
        Assert.Equal([2, 1, 1], data.ClassCounts);
        Assert.Equal([9, 9, 1, 1, 2, 2, 4, 4], Pixels(data));
        Assert.Equal(
            [
                "Folders inside class folders are not separate classes: cats/deep/down. 1 picture in them "
                    + "belongs to the outer class.",
            ],
            data.Notes.Select(note => note.English)
        );
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal([1L, 0, 0, 2], data.Gather(arange(4, ScalarType.Int64)).Labels!.data<long>().ToArray());
    }

    [Fact]
    public void One_colour_picture_makes_all_of_them_colour()
    {
        Grey("a.png", 5);
        Write("b.png", Png.Write(2, 1, [1, 2, 3, 4, 5, 6], Png.Rgb));

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(new ImageShape(3, 1, 2), data.Shape);
        Assert.Equal([5, 5, 5, 5, 5, 5, 1, 4, 2, 5, 3, 6], Pixels(data));
    }

    [Fact]
    public void Other_files_are_counted_and_so_are_hidden_ones()
    {
        Grey("a.PNG", 1);
        Grey(".hidden.png", 2);
        Grey(".thumbnails/a.png", 3);
        Write("notes.txt", [1]);
        Write("labels.csv", [1]);

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(1, data.Count);
        Assert.Equal(
            [
                "2 hidden files or folders were skipped: .hidden.png, .thumbnails/.",
                "1 file was left out because its extension is not that of a picture: notes.txt.",
                "1 file looks like a labels file but contains no usable classes: labels.csv.",
            ],
            data.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void Symbolic_links_are_not_followed()
    {
        using TemporaryFolder outside = new();
        File.WriteAllBytes(outside["secret.png"], Png.Write(2, 1, [9, 9]));
        Grey("cats/a.png", 1);
        try
        {
            Directory.CreateSymbolicLink(folder["others"], outside.Root);
            Directory.CreateSymbolicLink(folder["cats/circle"], folder.Root);
            File.CreateSymbolicLink(folder["cats/secret.png"], outside["secret.png"]);
        }
        catch (IOException)
        {
            Assert.Skip("symbolic links may not be made here");
        }

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(1, data.Count);
        Assert.Contains(
            "3 symbolic links were not followed: cats/circle, cats/secret.png, others. You can ask for links to be followed.",
            data.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void Sizes_that_differ_become_one_that_half_of_them_reach_and_it_is_said()
    {
        Write("a.png", Png.Write(40, 70, Ramp(2800)));
        Write("b.png", Png.Write(70, 40, Ramp(2800)));
        Write("c.png", Png.Write(10, 10, Ramp(100)));

        using ImageDataset data = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(new ImageShape(1, 32, 32), data.Shape);
        Assert.Equal(new PictureOptions { Size = 32 }, data.Pictures);
        Assert.Equal(
            [
                "The pictures have 3 sizes: 40×70, 70×40, 10×10. They are cropped to 32×32 around the centre; use --size and "
                    + "--fit "
                    + "to change this.",
            ],
            data.Notes.Select(note => note.English)
        );
    }

    [Theory]
    [InlineData(PictureFit.Crop, 100, 100)] // the middle half of the bright half
    [InlineData(PictureFit.Pad, 255, 100)] // white above
    [InlineData(PictureFit.Stretch, 100, 100)]
    public void A_wide_picture_becomes_a_square_in_the_way_that_was_asked_for(PictureFit fit, byte top, byte middle)
    {
        // Dark in its left and right quarters, 100 in between.
        Write(
            "wide.png",
            Png.Write(64, 32, [.. Enumerable.Range(0, 64 * 32).Select(i => (byte)(i % 64 is >= 16 and < 48 ? 100 : 0))])
        );

        using ImageDataset data = ImageDataset.FromFolder(folder.Root, new PictureOptions { Size = 16, Fit = fit });

        byte[] pixels = Pixels(data);
        Assert.Equal(new ImageShape(1, 16, 16), data.Shape);
        Assert.Equal((top, middle), (pixels[8], pixels[(8 * 16) + 8]));
        Assert.Equal(fit == PictureFit.Crop ? 100 : 0, pixels[8 * 16]);
    }

    [Theory]
    [InlineData(PictureFit.Crop, 100, 100, 0)] // 48 columns of 64 are left, 8 of them dark at each side
    [InlineData(PictureFit.Pad, 255, 100, 0)] // 24 × 12 in 24 × 16, white above
    [InlineData(PictureFit.Stretch, 100, 100, 0)]
    public void A_picture_becomes_one_of_another_width_and_height(PictureFit fit, byte top, byte middle, byte left)
    {
        Write(
            "wide.png",
            Png.Write(64, 32, [.. Enumerable.Range(0, 64 * 32).Select(i => (byte)(i % 64 is >= 16 and < 48 ? 100 : 0))])
        );

        using ImageDataset data = ImageDataset.FromFolder(
            folder.Root,
            new PictureOptions { Size = new PictureSize(24, 16), Fit = fit }
        );

        byte[] pixels = Pixels(data);
        Assert.Equal(new ImageShape(1, 16, 24), data.Shape);
        Assert.Equal((top, middle, left), (pixels[12], pixels[(8 * 24) + 12], pixels[(8 * 24) + 1]));
        // column 5 of 24 is column 8 + 11 of 64, or 14
        int expected = fit == PictureFit.Crop ? 100 : 0,
            fifth = pixels[(8 * 24) + 5];
        Assert.InRange(fifth, expected - 15, expected + 15);
        Assert.Contains("24×16", data.Notes[0].English, StringComparison.Ordinal);
        Assert.Equal(new PictureOptions { Size = new PictureSize(24, 16), Fit = fit }, data.Pictures);
    }

    [Theory]
    [InlineData(7, 64)]
    [InlineData(64, 600)]
    public void A_size_that_cannot_be_is_refused(int width, int height) =>
        Assert.Contains(
            $"between 8 and 512 pixels a side, not {width}×{height}",
            Assert
                .Throws<OptionsException>(() =>
                    ImageDataset.FromFolder(folder.Root, new PictureOptions { Size = new PictureSize(width, height) })
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_cannot_be_read_is_left_out_where_one_asks_for_it_and_named()
    {
        Grey("cats/a.png", 1);
        Grey("dogs/a.png", 2);
        Write("cats/b.png", [1, 2, 3]);

        using ImageDataset data = ImageDataset.FromFolder(folder.Root, new PictureOptions { SkipBroken = true });

        Assert.Equal([1, 1], data.ClassCounts);
        Assert.Equal(
            ["1 picture that cannot be read was left out: cats/b.png (its content is not PNG, JPEG, BMP, GIF, WebP or TIFF)."],
            data.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void A_folder_of_nothing_but_broken_pictures_is_an_error_all_the_same()
    {
        Write("a.png", [1, 2, 3]);

        Assert.Throws<FileFormatException>(() => ImageDataset.FromFolder(folder.Root, new PictureOptions { SkipBroken = true }));
    }

    [Fact]
    public void A_size_for_what_is_no_folder_is_refused() =>
        Assert.Contains(
            "not a folder or archive of pictures",
            Assert.Throws<FigmentException>(() => Datasets.Open("mnist", pictures: new PictureOptions { Size = 32 })).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void One_size_stays_as_it_is_unless_it_is_large()
    {
        Assert.Null(new PictureOptions().Choose([(100, 80), (100, 80)]));
        Assert.Equal(new PictureTarget(64, PictureFit.Crop), new PictureOptions().Choose([(640, 480), (640, 480)]));
        Assert.Equal(new PictureTarget(28, PictureFit.Pad), new PictureOptions { Fit = PictureFit.Pad }.Choose([(3, 5), (4, 5)]));
        Assert.Null(new PictureOptions { Size = 32 }.Choose([(32, 32)]));
    }

    [Fact]
    public void A_broken_picture_is_named_and_the_others_counted()
    {
        for (int i = 0; i < 20; i++)
            Grey($"{i:D2}.png", 1);
        Write("03.png", [1, 2, 3]);
        string alone = Assert.Throws<FileFormatException>(() => ImageDataset.FromFolder(folder.Root)).Message;
        Write("07.jpg", []);
        Write("12.png", Png.Write(5000, 5000, []));

        string message = Assert.Throws<FileFormatException>(() => ImageDataset.FromFolder(folder.Root)).Message;

        Assert.EndsWith("Repair or remove it, or omit such pictures (SkipBroken).", alone, StringComparison.Ordinal);
        Assert.StartsWith(folder["03.png"], message, StringComparison.Ordinal);
        Assert.Contains("2 more cannot be read either (07.jpg, 12.png)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_beside_class_folders_are_refused()
    {
        Grey("cats/a.png", 1);
        Grey("stray.png", 1);

        Assert.Contains(
            "both pictures (stray.png) and folders",
            Assert.Throws<FigmentException>(() => ImageDataset.FromFolder(folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Up_to_256_folders_are_classes_and_of_more_there_are_none()
    {
        for (int i = 0; i < 256; i++)
            Grey($"{i:D3}/a.png", 1);
        using (ImageDataset data = ImageDataset.FromFolder(folder.Root))
            Assert.Equal((256, "255"), (data.ClassCounts.Count, data.ClassNames[255]));
        Grey("256/a.png", 1);

        using ImageDataset more = ImageDataset.FromFolder(folder.Root);

        Assert.Equal((257, 0), (more.Count, more.ClassNames.Count));
        Assert.Equal(
            "There are 257 classes, but the limit is 256, so the data is used without classes.",
            Assert.Single(more.Notes).English
        );
        Assert.Empty(FolderCheck.Of(folder.Root).Classes);
    }

    [Fact]
    public void A_folder_without_pictures_says_what_it_holds_instead()
    {
        Assert.Contains(
            "holds no pictures (PNG, JPEG, BMP, GIF, WebP, TIFF).",
            Assert.Throws<FigmentException>(() => ImageDataset.FromFolder(folder.Root)).Message,
            StringComparison.Ordinal
        );
        Write("train-images-idx3-ubyte", [1]);

        Assert.Contains(
            "1 file was left out",
            Assert.Throws<FigmentException>(() => ImageDataset.FromFolder(folder.Root)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error_in_words() =>
        Assert.Contains(
            "/no/such/folder",
            Assert.Throws<FigmentException>(() => ImageDataset.FromFolder("/no/such/folder")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void A_folder_has_no_test_part()
    {
        Grey("a.png", 1);

        Assert.False(Datasets.HasTestPart(folder.Root));
        Assert.Contains(
            "no test part",
            Assert.Throws<FigmentException>(() => Datasets.Open(folder.Root, DataPart.Test)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Many_pictures_give_the_same_data_whichever_is_decoded_first()
    {
        for (int i = 0; i < 500; i++)
            Grey($"{i:D3}.png", (byte)(i % 251));
        ReportList<DataProgress> progress = new();

        using ImageDataset data = ImageDataset.FromFolder(folder.Root, null, progress),
            again = ImageDataset.FromFolder(folder.Root);

        Assert.Equal(Enumerable.Range(0, 500).SelectMany(i => new[] { (byte)(i % 251), (byte)(i % 251) }), Pixels(data));
        Assert.Equal(data.Sha256, again.Sha256);
        Assert.Equal(
            Enumerable.Range(1, 500).Select(done => (DataActivity.Decoding, folder.Root, (long)done, (long?)500)),
            progress.All.Select(report => (report.Activity, report.Subject, report.Done, report.Total))
        );
    }

    [Fact]
    public void Cancellation_ends_it_before_the_last_picture()
    {
        for (int i = 0; i < 200; i++)
            Grey($"{i:D3}.png", 1);
        using CancellationTokenSource cancellation = new();
        ReportList<DataProgress> progress = new(_ => cancellation.Cancel());
        long before = LiveTensors.Count();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            ImageDataset.FromFolder(folder.Root, null, progress, cancellation.Token)
        );

        Assert.InRange(progress.All.Count, 1, 150);
        Assert.Equal(before, Tensor.TotalCount);
    }

    private static byte[] Pixels(ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageBatch images = ImageBatch.FromTensor(data.Gather(arange(data.Count, ScalarType.Int64)).Items);
        return [.. Enumerable.Range(0, images.Count).SelectMany(i => images[i].ToArray())];
    }

    private static byte[] Ramp(int length) => [.. Enumerable.Range(0, length).Select(i => (byte)(255 * i / length))];

    private void Grey(string name, byte value) => Write(name, Png.Write(2, 1, [value, value]));

    private void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], content);
    }
}
