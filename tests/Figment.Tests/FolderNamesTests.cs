namespace Figment.Tests;

public sealed class FolderNamesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("other")]
    [InlineData("Café")] // in the way of itself on Windows and macOS
    [InlineData("cafe\u0301")]
    public void A_folder_gets_another_name_with_all_that_it_holds(string name)
    {
        Directory.CreateDirectory(folder["café"]);
        File.WriteAllText(folder["café/inside"], "kept");

        Assert.True(FolderNames.Rename(folder["café"] + Path.DirectorySeparatorChar, name));
        Assert.Equal([name], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
        Assert.Equal("kept", File.ReadAllText(folder[$"{name}/inside"]));
    }

    [Fact]
    public void A_name_that_something_else_has_is_left_to_it()
    {
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(folder["b"], "mine");

        Assert.False(FolderNames.Rename(folder["a"], "b"));
        Assert.Equal("mine", File.ReadAllText(folder["b"]));
        Assert.Equal(["a", "b"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void A_folder_in_its_own_way_goes_by_another_name_and_stays_where_that_fails()
    {
        Directory.CreateDirectory(folder["a"]);
        File.WriteAllText(folder["a/inside"], "kept");

        FolderNames.MoveAround(folder["a"], folder["A"]);
        Assert.Throws<DirectoryNotFoundException>(() => FolderNames.MoveAround(folder["A"], folder["missing/b"]));
        Directory.CreateDirectory(folder["taken"]);
        Assert.ThrowsAny<IOException>(() => FolderNames.MoveAround(folder["A"], folder["taken"]));

        Assert.Equal(["A", "taken"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName).Order());
        Assert.Equal("kept", File.ReadAllText(folder["A/inside"]));
    }
}
