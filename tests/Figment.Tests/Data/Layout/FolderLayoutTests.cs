using System.IO.Compression;
using Figment.Charts;
using Figment.Data.Folders;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data.Layout;

/// <summary>What is used of a folder, and what is skipped, with the reason.</summary>
public sealed class FolderLayoutTests : IDisposable
{
    private readonly Pictured data = new();

    public void Dispose() => data.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("photos/")]
    [InlineData("my photos/2024/")]
    public void A_folder_around_everything_makes_no_difference(string wrapper)
    {
        data.Add($"{wrapper}cats/1.png", $"{wrapper}dogs/1.png").Write("README.txt", "pets").Write($"{wrapper}notes.md", "more");

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal(["cats", "dogs"], opened.ClassNames);
                Assert.Equal(
                    wrapper.Length > 0,
                    opened.Notes.Any(note =>
                        note.English == $"Everything is in the folder {wrapper.TrimEnd('/')}, which is not a class."
                    )
                );
            }
        );
    }

    [Fact]
    public void A_lone_folder_of_pictures_is_no_class()
    {
        data.Add("photos/1.png", "photos/2.png");

        Assert.All(
            data.Both(),
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal((2, 0), (opened.Count, opened.ClassNames.Count));
            }
        );
    }

    [Fact]
    public void Classes_stand_as_people_count_and_pictures_by_their_paths()
    {
        data.Add([.. Enumerable.Range(1, 11).Select(i => $"{i}/a.png")]);

        FolderLayout layout = Layout(data.Root);

        Assert.Equal(Enumerable.Range(1, 11).Select(i => $"{i}"), layout.Classes);
        Assert.Equal("1/a.png 10/a.png 11/a.png 2/a.png", string.Join(' ', layout.Train.Files.Take(4)));
        Assert.Equal([0, 9, 10, 1], layout.Train.Labels!.Take(4).Select(label => (int)label));
    }

    [Fact]
    public void Names_that_look_alike_are_said()
    {
        data.Add("Cats/1.png", "cats/1.png", "caf\u00e9/1.png", "cafe\u0301/1.png");

        string[] notes = [.. Layout(data.Root).Notes.Select(note => note.English)];

        Assert.Contains(notes, note => note.StartsWith("2 classes look the same ('cafe\u0301')", StringComparison.Ordinal));
        Assert.Contains(
            notes,
            note => note.StartsWith("The classes Cats and cats differ only in case.", StringComparison.Ordinal)
        );
        Assert.Equal(2, notes.Length);
    }

    [Fact]
    public void What_systems_and_storage_devices_keep_is_passed_over_by_name()
    {
        data.Add(
                "cats/1.png",
                "dogs/1.png",
                "cats/@eaDir/1.png/SYNOPHOTO_THUMB_SM.png",
                "@eaDir/1.png",
                "#recycle/2.png",
                "$RECYCLE.BIN/3.png",
                "RECYCLER/4.png",
                "System Volume Information/5.png",
                "lost+found/6.png",
                "FOUND.000/7.png",
                "__MACOSX/cats/1.png",
                "@tmp/8.png",
                "dogs/SYNOPHOTO_THUMB_XL.png",
                "cats/._1.png",
                ".Trash-1000/x.png"
            )
            .Write("cats/Thumbs.db", "")
            .Write("desktop.ini", "")
            .Write(".DS_Store", "");

        Assert.All(
            data.Both(),
            path =>
            {
                FolderLayout layout = Layout(path);
                Assert.Equal(["cats/1.png", "dogs/1.png"], layout.Train.Files);
                Assert.Equal(
                    "#recycle/ $RECYCLE.BIN/ .DS_Store .Trash-1000/ @eaDir/ @tmp/ FOUND.000/ RECYCLER/ System Volume "
                        + "Information/ __MACOSX/ cats/._1.png cats/@eaDir/ cats/Thumbs.db desktop.ini "
                        + "dogs/SYNOPHOTO_THUMB_XL.png lost+found/",
                    string.Join(' ', layout.Passed.Select(entry => entry.Path))
                );
                Assert.Equal(
                    [
                        "13 files or folders that belong to operating systems or storage devices were skipped: #recycle/, "
                            + "$RECYCLE.BIN/, @eaDir/ ….",
                    ],
                    Of("storage devices")
                );
                Assert.Equal(["3 hidden files or folders were skipped: .DS_Store, .Trash-1000/, cats/._1.png."], Of("hidden"));

                IEnumerable<string> Of(string word) =>
                    layout.Notes.Select(note => note.English).Where(note => note.Contains(word, StringComparison.Ordinal));
            }
        );
    }

    [Fact]
    public void Trainings_and_drawings_of_Figments_are_passed_over_and_a_stranger_of_the_same_name_is_not()
    {
        data.Add("1.png", "2.png", "runs/x/samples/000100.png", "sub/3.png")
            .Write("runs/x/options.json", """{"preset": "gan", "model": {}, "training": {}, "data": {}}""")
            .Write("sub/options.json", """{"theme": "dark"}""");
        File.Delete(data["sub/3.png"]);
        ImageBatch two = new(new ImageShape(1, 8, 8), new byte[128]);
        two.ToGrid().Save(data["sheet.png"]);
        two.ToPicture().Save(data["single.png"]);
        LineChart.Save(data["losses.png"], "losses", "step", [new ChartSeries("d", "losses", [(0, 1), (1, 2)])]);
        data.Add("data-check.png"); // one from an older version bears no mark

        FolderLayout layout = Layout(data.Root);

        Assert.Equal(["1.png", "2.png", "single.png"], layout.Train.Files);
        Assert.Equal(
            [
                ("data-check.png", PassedReason.Sheet),
                ("losses.png", PassedReason.Sheet),
                ("runs/x/", PassedReason.Run),
                ("sheet.png", PassedReason.Sheet),
                ("sub/options.json", PassedReason.NoPicture),
            ],
            layout.Passed.Select(entry => (entry.Path, entry.Reason))
        );
    }

    [Fact]
    public void A_folder_of_nothing_but_drawings_is_data()
    {
        ImageBatch two = new(new ImageShape(1, 8, 8), new byte[128]);
        two.ToGrid().Save(data["000100.png"]);
        two.ToGrid().Save(data["000200.png"]);

        Assert.Equal(2, Layout(data.Root).Train.Files.Count);
    }

    [Fact]
    public void Files_without_a_pictures_ending_are_pictures_by_their_content()
    {
        byte[] png = Png.Write(8, 8, new byte[64]);
        data.Put("a.JPG_large", png).Put("b", png).Put("c.dat", [1, 2, 3]).Put("d.zip", [1]).Put("e.tar.gz", [1]);

        Assert.All(
            data.Both(),
            path =>
            {
                FolderLayout layout = Layout(path);
                Assert.Equal(["a.JPG_large", "b"], layout.Train.Files);
                Assert.Contains(
                    "2 files were recognised as pictures by their content, despite their extensions: a.JPG_large, b.",
                    layout.Notes.Select(note => note.English)
                );
                Assert.Contains(
                    "2 nested archives were left out: d.zip, e.tar.gz. Unpack them to use their content.",
                    layout.Notes.Select(note => note.English)
                );
            }
        );
    }

    [Fact]
    public void A_folder_that_may_not_be_read_is_named_and_the_rest_used()
    {
        data.Add("cats/1.png", "dogs/1.png", "secret/1.png");
        using FileSource source = FileSource.OfFolder(
            data.Root,
            false,
            folder =>
                folder.EndsWith("secret", StringComparison.Ordinal)
                    ? throw new UnauthorizedAccessException()
                    : new DirectoryInfo(folder).EnumerateFileSystemInfos(),
            default
        );

        FolderLayout layout = FolderLayout.Of(source, PictureFiles.Instance, default);

        Assert.Equal(["cats", "dogs"], layout.Classes);
        Assert.Equal(
            "1 file or folder cannot be read and was left out: secret/ (permission denied).",
            Assert.Single(layout.Notes).English
        );
    }

    [Fact]
    public void The_folder_itself_must_be_readable() =>
        Assert.Contains(
            "cannot be read",
            Assert
                .Throws<FigmentException>(() =>
                    FileSource.OfFolder(data.Root, false, _ => throw new UnauthorizedAccessException("no"), default)
                )
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Links_are_followed_where_one_asks_for_it_once_each_and_never_in_circles()
    {
        using Pictured outside = new();
        outside.Add("a.png", "deep/b.png");
        data.Add("cats/1.png", "dogs/1.png");
        try
        {
            Directory.CreateSymbolicLink(data["birds"], outside.Root);
            Directory.CreateSymbolicLink(data["birds-again"], outside.Root);
            Directory.CreateSymbolicLink(data["cats/up"], data.Root);
            Directory.CreateSymbolicLink(outside["back"], data.Root);
            File.CreateSymbolicLink(data["dogs/2.png"], outside["a.png"]);
            File.CreateSymbolicLink(data["dogs/lost.png"], outside["nothing.png"]);
        }
        catch (IOException)
        {
            Assert.Skip("symbolic links may not be made here");
        }

        using FileSource source = FileSource.Open(data.Root, followsLinks: true, default);
        FolderLayout layout = FolderLayout.Of(source, PictureFiles.Instance, default);

        Assert.Equal(["birds", "cats", "dogs"], layout.Classes);
        Assert.Equal(["birds/a.png", "birds/deep/b.png", "cats/1.png", "dogs/1.png"], layout.Train.Files);
        Assert.Equal(
            [
                ("birds-again", PassedReason.ReadAlready),
                ("birds/back", PassedReason.ReadAlready),
                ("cats/up", PassedReason.ReadAlready),
                ("dogs/2.png", PassedReason.ReadAlready),
                ("dogs/lost.png", PassedReason.LostLink),
            ],
            layout.Passed.Select(entry => (entry.Path, entry.Reason))
        );
        Assert.Equal(5, Layout(data.Root).Passed.Count(entry => entry.Reason == PassedReason.Link));
        using ImageDataset opened = Datasets.Open(data.Root, pictures: new PictureOptions { FollowLinks = true });
        Assert.Equal((4, true), (opened.Count, opened.Pictures!.FollowLinks));
    }

    [Fact]
    public void The_path_itself_may_be_a_link()
    {
        data.Add("cats/1.png", "dogs/1.png");
        using TemporaryFolder links = new();
        string[] both = data.Both();
        try
        {
            Directory.CreateSymbolicLink(links["folder"], both[0]);
            File.CreateSymbolicLink(links["archive.zip"], both[1]);
        }
        catch (IOException)
        {
            Assert.Skip("symbolic links may not be made here");
        }

        Assert.All(
            new[] { links["folder"], links["archive.zip"] },
            path =>
            {
                using ImageDataset opened = Datasets.Open(path);
                Assert.Equal(2, opened.ClassNames.Count);
                Assert.Empty(opened.Notes);
            }
        );
    }

    [Fact]
    public void Entries_of_an_archive_are_used_or_named_with_the_true_reason()
    {
        byte[] one = Png.Write(8, 8, new byte[64]);
        Directory.CreateDirectory(data.Root);
        string path = data["x.zip"];
        using (ZipArchive zip = ZipFile.Open(path, ZipArchiveMode.Create))
            foreach (
                string name in (string[])
                    [
                        "cats/",
                        "cats\\1.png",
                        "cats/1.png",
                        "/dogs/1.png",
                        "C:\\dogs\\2.png",
                        "./dogs/./3.png",
                        "../dogs/4.png",
                        "dogs/5.png.rar",
                    ]
            )
                using (Stream stream = zip.CreateEntry(name).Open())
                    stream.Write(one);

        FolderLayout layout = Layout(path);

        Assert.Equal(["cats/1.png", "dogs/1.png", "dogs/2.png", "dogs/3.png"], layout.Train.Files);
        Assert.Equal(
            [
                ("../dogs/4.png", PassedReason.LeadsOut),
                ("cats/1.png", PassedReason.SameName),
                ("dogs/5.png.rar", PassedReason.Archive),
            ],
            layout.Passed.Select(entry => (entry.Path, entry.Reason))
        );
    }

    [Fact]
    public void An_entry_with_a_password_is_named_as_such()
    {
        data.Add("1.png", "2.png");
        string path = data.Both()[1];
        byte[] zip = File.ReadAllBytes(path);
        int directory = zip.AsSpan().IndexOf("PK\x01\x02"u8);
        zip[directory + 8] |= 1; // the flag of encryption
        File.WriteAllBytes(path, zip);

        Assert.Contains(
            "it is protected by a password",
            Assert.Throws<FileFormatException>(() => Datasets.Open(path)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "it is protected by a password",
            Assert.Single(FolderCheck.Of(path).Broken).Reason.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Names_on_disk_that_are_not_UTF8_are_named_and_the_rest_used()
    {
        data.Add("cats/1.png", "dogs/1.png");
        if (
            !OperatingSystem.IsLinux()
            || !Mount.Run(
                "bash",
                "-c",
                $"mkdir '{data.Root}'/$'\\xb9\\xb7' && cp '{data["cats/1.png"]}' '{data.Root}'/cats/$'\\xc4\\xf1.png'"
            )
        )
            Assert.Skip("such names need Linux");

        FolderLayout layout = Layout(data.Root);

        Assert.Equal(["cats/1.png", "dogs/1.png"], layout.Train.Files);
        Assert.Equal([PassedReason.NameNotUtf8, PassedReason.NameNotUtf8], layout.Passed.Select(entry => entry.Reason));
        Assert.Contains("convmv", Assert.Single(layout.Notes).English, StringComparison.Ordinal);
        Mount.Run("rm", "-rf", data.Root);
    }

    private static FolderLayout Layout(string path)
    {
        using FileSource source = FileSource.Open(path, followsLinks: false, default);
        return FolderLayout.Of(source, PictureFiles.Instance, default);
    }
}
