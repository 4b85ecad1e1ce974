using System.IO.Compression;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

/// <summary>ZIP archives of pictures.</summary>
public sealed class ImageArchiveTests : IDisposable
{
    private static readonly byte[] Dark = Png.Write(2, 1, [1, 1]),
        Bright = Png.Write(2, 1, [200, 200]);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_archive_is_the_folder_that_was_packed()
    {
        Directory.CreateDirectory(folder["pets/cats"]);
        Directory.CreateDirectory(folder["pets/狗"]);
        File.WriteAllBytes(folder["pets/cats/b.png"], Dark);
        File.WriteAllBytes(folder["pets/cats/a.png"], Bright);
        File.WriteAllBytes(folder["pets/狗/a.png"], Bright);
        File.WriteAllText(folder["pets/notes.txt"], "");
        ZipFile.CreateFromDirectory(folder["pets"], folder["pets.zip"]);

        using ImageDataset packed = Datasets.Open(folder["pets.zip"]),
            loose = Datasets.Open(folder["pets"]);

        Assert.Equal((loose.Sha256, "pets"), (packed.Sha256, packed.Name));
        Assert.Equal(loose.ClassNames, packed.ClassNames);
        Assert.Equal(loose.Notes, packed.Notes);
    }

    [Fact]
    public void A_folder_around_all_of_it_is_no_class_and_what_systems_add_is_passed_over()
    {
        Pack(
            ("pets/cats/a.png", Dark),
            ("pets/dogs/a.png", Bright),
            ("__MACOSX/pets/cats/._a.png", [1]),
            ("pets/.DS_Store", [1])
        );

        using ImageDataset data = ImageDataset.FromFolder(folder["x.zip"]);

        Assert.Equal(["cats", "dogs"], data.ClassNames);
        Assert.Equal(
            [
                "Everything is in the folder pets, which is not a class.",
                "1 system file or folder was skipped: __MACOSX/.",
                "1 hidden file or folder was skipped: pets/.DS_Store.",
            ],
            data.Notes.Select(note => note.English)
        );
    }

    [Fact]
    public void Names_that_lead_out_of_it_lead_nowhere()
    {
        Pack(("../../outside.png", Dark), ("/etc/passwd.png", Bright));

        using ImageDataset data = ImageDataset.FromFolder(folder["x.zip"], new PictureOptions { SkipBroken = true });

        Assert.Equal(1, data.Count);
        Assert.Contains(
            "1 entry whose name points outside the archive was left out: ../../outside.png.",
            data.Notes.Select(note => note.English)
        );
        Assert.Equal([folder["x.zip"]], Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_broken_picture_in_it_is_named()
    {
        Pack(("a.png", Dark), ("b.png", [1, 2, 3]));

        string message = Assert.Throws<FileFormatException>(() => ImageDataset.FromFolder(folder["x.zip"])).Message;

        Assert.Contains(
            "x.zip/b.png cannot be read as a picture: its content is not PNG",
            message.Replace('\\', '/'),
            StringComparison.Ordinal
        );
        Assert.Equal("b.png", Assert.Single(FolderCheck.Of(folder["x.zip"]).Broken).File);
    }

    [Fact]
    public void What_is_no_archive_says_so()
    {
        File.WriteAllText(folder["x.zip"], "this is none");

        Assert.Contains(
            "not a ZIP archive",
            Assert.Throws<FileFormatException>(() => Datasets.Open(folder["x.zip"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_size_goes_with_it()
    {
        Pack(("a.png", Dark));

        using ImageDataset data = Datasets.Open(folder["x.zip"], pictures: new PictureOptions { Size = 8 });

        Assert.Equal(new ImageShape(1, 8, 8), data.Shape);
    }

    private void Pack(params (string Name, byte[] Content)[] files)
    {
        using ZipArchive zip = ZipFile.Open(folder["x.zip"], ZipArchiveMode.Create);
        foreach ((string name, byte[] content) in files)
        {
            using Stream stream = zip.CreateEntry(name).Open();
            stream.Write(content);
        }
    }
}
