namespace Figment.Tests;

public sealed class OutputPlaceTests
{
    [Fact]
    public void Looking_leaves_nothing_behind_and_keeps_what_is_there()
    {
        using TemporaryFolder folder = new();
        string file = folder["kept.txt"];
        File.WriteAllText(file, "kept");
        OutputPlace.EnsureFile(file);
        OutputPlace.EnsureFile(folder["new/deeper/file.txt"]);
        OutputPlace.EnsureFolder(folder["other/deeper"]);
        OutputPlace.EnsureFolder(folder.Root);
        Assert.Equal([file], Directory.EnumerateFileSystemEntries(folder.Root));
        Assert.Equal("kept", File.ReadAllText(file));
    }

    [Fact]
    public void A_folder_is_no_file_and_a_file_is_no_folder()
    {
        using TemporaryFolder folder = new();
        string file = folder["f"],
            inside = folder["f/deeper"],
            below = folder["f/deeper/x"];
        File.WriteAllText(file, "");
        Assert.Equal(
            $"{folder.Root} cannot be written: it is a folder. Name a file.",
            Message(() => OutputPlace.EnsureFile(folder.Root))
        );
        Assert.Equal($"{file} cannot be written: it is a file. Name a folder.", Message(() => OutputPlace.EnsureFolder(file)));
        Assert.Equal(
            $"{inside} cannot be written: {file} is a file. Name another folder.",
            Message(() => OutputPlace.EnsureFolder(inside))
        );
        Assert.Equal(
            $"{below} cannot be written: {file} is a file. Name another file.",
            Message(() => OutputPlace.EnsureFile(below))
        );
        Assert.Contains("is empty", Message(() => OutputPlace.EnsureFile(" ")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_is_too_long_is_found_before_the_work_and_nothing_is_left()
    {
        using TemporaryFolder folder = new();
        string path = folder[Path.Combine("new", new string('x', 300))];
        Assert.Equal(
            $"{path} cannot be written: the name is too long. Name another file.",
            Message(() => OutputPlace.EnsureFile(path))
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void What_fails_while_it_is_written_is_named_without_the_temporary_file()
    {
        using TemporaryFolder folder = new();
        string file = folder["f"];
        File.WriteAllText(file, "");
        string message = Message(() => OutputPlace.WriteFile(Path.Combine(file, "deeper"), _ => { }));
        Assert.StartsWith($"{Path.Combine(file, "deeper")} cannot be written: ", message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
        Assert.EndsWith("Free some space or allow writing, or name another place.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_found_before_the_work()
    {
        using TemporaryFolder folder = new();
        using ReadOnlyFolder mounted = ReadOnlyFolder.MountOrSkip(folder.Root);
        foreach (
            Action look in new Action[]
            {
                () => OutputPlace.EnsureFolder(folder.Root),
                () => OutputPlace.EnsureFile(Path.Combine(folder.Root, "new", "file")),
            }
        )
            Assert.Matches("cannot be written: .*. Name another f", Message(look));
    }

    [Fact]
    public void A_device_is_never_replaced()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("/dev is there on Linux");
        OutputPlace.EnsureFile("/dev/null");
        OutputPlace.WriteFile("/dev/null", stream => stream.Write("gone"u8));
        Assert.Empty(File.ReadAllBytes("/dev/null"));
        Assert.Equal(
            "/dev/full cannot be written: it is a device. Name a file.",
            Message(() => OutputPlace.EnsureFile("/dev/full"))
        );
    }

    private static string Message(Action action) => Assert.Throws<OutputException>(action).Message;
}
