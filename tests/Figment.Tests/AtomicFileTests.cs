namespace Figment.Tests;

public sealed class AtomicFileTests
{
    [Fact]
    public void A_file_is_created_and_replaced()
    {
        using TemporaryFolder folder = new();

        AtomicFile.Write(folder["file"], stream => stream.Write("first, and longer"u8));
        Assert.Equal("first, and longer", File.ReadAllText(folder["file"]));
        AtomicFile.Write(folder["file"], stream => stream.Write("second"u8));

        Assert.Equal("second", File.ReadAllText(folder["file"]));
        Assert.Equal([folder["file"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void While_it_is_written_the_old_file_is_there_whole()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["file"], "old");

        AtomicFile.Write(
            folder["file"],
            stream =>
            {
                stream.Write("new"u8);
                stream.Flush();
                Assert.Equal("old", File.ReadAllText(folder["file"]));
            }
        );

        Assert.Equal("new", File.ReadAllText(folder["file"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_writer_that_fails_leaves_what_was_there(bool existed)
    {
        using TemporaryFolder folder = new();
        if (existed)
            File.WriteAllText(folder["file"], "old");

        Assert.Throws<NotImplementedException>(() =>
            AtomicFile.Write(
                folder["file"],
                stream =>
                {
                    stream.Write("half of the n"u8);
                    throw new NotImplementedException();
                }
            )
        );

        if (existed)
            Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Equal(existed ? [folder["file"]] : [], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_target_that_is_a_folder_is_left_alone()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["target"]);

        Assert.ThrowsAny<SystemException>(() => AtomicFile.Write(folder["target"], stream => stream.Write("x"u8)));

        Assert.Equal([folder["target"]], Directory.EnumerateFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_name_as_long_as_the_file_system_takes_is_written()
    {
        using TemporaryFolder folder = new();
        string name = new('画', 84);

        AtomicFile.Write(folder[$"{name}.b"], stream => stream.Write("x"u8));

        Assert.Equal([$"{name}.b"], Directory.GetFiles(folder.Root).Select(Path.GetFileName));
        Assert.True(AtomicFile.IsTemporary(AtomicFile.TemporaryName(folder[$"{name}.b"])));
    }

    [Fact]
    public void A_move_that_another_program_hinders_for_a_moment_is_tried_again()
    {
        int tries = 0;
        List<double> waits = [];
        AtomicFile.Patiently(
            () =>
            {
                if (++tries < 4)
                    throw new IOException("in use", unchecked((int)0x80070020));
            },
            mayPass: true,
            time => waits.Add(time.TotalMilliseconds)
        );
        Assert.Equal([10, 20, 40], waits);

        Assert.Throws<UnauthorizedAccessException>(() =>
            AtomicFile.Patiently(
                () => throw new UnauthorizedAccessException(),
                mayPass: true,
                time => waits.Add(time.TotalMilliseconds)
            )
        );
        Assert.Equal(10, waits.Count); // in the end the caller gets the exception
        Assert.Throws<IOException>(() =>
            AtomicFile.Patiently(
                () => throw new IOException("full", 28),
                mayPass: true,
                _ => Assert.Fail("a full disk does not pass")
            )
        );
        Assert.Throws<UnauthorizedAccessException>(() =>
            AtomicFile.Patiently(() => throw new UnauthorizedAccessException(), mayPass: false, _ => Assert.Fail("not here"))
        );
    }

    [Fact]
    public void A_folder_that_is_not_there_is_an_error() =>
        Assert.Throws<DirectoryNotFoundException>(() => AtomicFile.Write("/no/such/folder/file", _ => { }));

    [Fact]
    public void A_full_disk_leaves_the_old_file_whole()
    {
        using TemporaryFolder folder = new();
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A small file system is mounted with Linux's tmpfs.");
        (int exitCode, _, string error) = CommandRunner.RunProgram(
            "mount",
            folder.Root,
            null,
            "-t",
            "tmpfs",
            "-o",
            "size=1m",
            "tmpfs",
            folder.Root
        );
        Assert.SkipUnless(exitCode == 0, $"A small file system cannot be mounted here: {error.Trim()}");
        try
        {
            byte[] old = [.. Enumerable.Repeat((byte)7, 600_000)];
            File.WriteAllBytes(folder["file"], old);

            IOException e = Assert.Throws<IOException>(() =>
                AtomicFile.Write(folder["file"], stream => stream.Write(new byte[600_000]))
            );

            Assert.Contains("No space left", e.Message, StringComparison.Ordinal);
            Assert.Equal(old, File.ReadAllBytes(folder["file"]));
            Assert.Equal([folder["file"]], Directory.EnumerateFileSystemEntries(folder.Root));
        }
        finally
        {
            Assert.Equal(0, CommandRunner.RunProgram("umount", "/", null, folder.Root).ExitCode);
        }
    }
}
