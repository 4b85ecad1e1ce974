using System.Text.Json;
using Figment.Data.Images;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Studio.Shelves;
using Figment.Training;

namespace Figment.Studio.Tests.Shelves;

/// <summary>What is kept in memory of the data that pages show.</summary>
public sealed class DataShelfTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("figment-data-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task What_was_not_asked_for_longest_is_given_up_when_there_is_no_room()
    {
        using DataShelf shelf = new(mostBytes: 200);
        string a = Write("a", 100),
            b = Write("b", 100),
            c = Write("c", 100),
            large = Write("d", 1000);
        ImageDataset first = await shelf.UseAsync(a, data => data),
            second = await shelf.UseAsync(b, data => data);
        Assert.Same(first, await shelf.UseAsync(a, data => data));

        await shelf.UseAsync(c, data => data.Count);
        Assert.Equal(2, shelf.Count);
        Assert.Same(first, await shelf.UseAsync(a, data => data));
        Assert.NotSame(second, await shelf.UseAsync(b, data => data));
        Assert.Equal(1000, await shelf.UseAsync(large, data => data.Count)); // what is asked for is shown, whatever its size
        Assert.Equal(1, shelf.Count);
    }

    [Fact]
    public async Task Data_that_changed_on_the_disk_is_read_anew_and_is_no_longer_what_a_run_learned_from()
    {
        using DataShelf shelf = new();
        string path = Write("a", 100);
        RunFolder run = await shelf.UseAsync(path, data => Run(path, data));
        Assert.Equal(100, await shelf.UseAsync(run, data => data.Count));

        Write("a", 50);

        Assert.Equal(50, await shelf.UseAsync(path, data => data.Count));
        FigmentException problem = await Assert.ThrowsAsync<FigmentException>(() => shelf.UseAsync(run, data => data.Count));
        Assert.Contains("The data has changed", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_run_learned_from_is_found_beside_the_run_where_both_were_moved()
    {
        using DataShelf shelf = new();
        string path = Write("a", 100),
            moved = Path.Combine(folder, "moved");
        RunFolder run = await shelf.UseAsync(path, data => Run(path, data));
        Directory.CreateDirectory(moved);
        File.Move(path, Path.Combine(moved, Path.GetFileName(path)));
        Directory.Move(run.Root, Path.Combine(moved, "run"));

        RunFolder found = RunFolder.Open(Path.Combine(moved, "run"));

        Assert.True(found.IsDataThere);
        Assert.Equal(100, await shelf.UseAsync(found, data => data.Count));
    }

    [Fact]
    public void A_folder_s_stamp_changes_with_a_picture_that_is_added_or_rewritten_anywhere_below()
    {
        Directory.CreateDirectory(Path.Combine(folder, "x", "y"));
        string before = DataStamp.Of(folder),
            picture = Path.Combine(folder, "x", "y", "1.png");
        File.WriteAllText(picture, "a");
        string added = DataStamp.Of(folder);
        File.WriteAllText(picture, "ab");
        Assert.Equal(3, new[] { before, added, DataStamp.Of(folder) }.Distinct().Count());
        Assert.Equal("gone", DataStamp.Of(Path.Combine(folder, "nowhere")));
    }

    private RunFolder Run(string path, ImageDataset data) =>
        NewRunFolder.Create(
            Path.Combine(folder, "run"),
            new RunOptions
            {
                Preset = "classic",
                Model = JsonSerializer.SerializeToElement(new { }),
                Training = new TrainingOptions(),
                Data = ImageRunData.Of(path, data),
                Environment = new RunEnvironment("0.0.0", "0.0.0", "test", "cpu", 1),
            }
        );

    /// <summary>Grey images of one pixel, as IDX.</summary>
    private string Write(string name, int count)
    {
        string path = Path.Combine(folder, $"{name}-images.idx3-ubyte");
        File.WriteAllBytes(path, [0, 0, 8, 3, 0, 0, (byte)(count >> 8), (byte)count, 0, 0, 0, 1, 0, 0, 0, 1, .. new byte[count]]);
        return path;
    }
}
