using System.Runtime.InteropServices;
using System.Text;
using Figment.Generation.Images;
using Figment.Models.Images;
using Figment.Tests.Training;
using ImageMagick;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class SampleFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ImageModel model = TrainerTests.NewModel();
    private readonly SampleOptions options = new() { Seed = 7 };

    public void Dispose()
    {
        model.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void An_array_holds_the_same_values_as_the_samples_over_several_blocks()
    {
        int count = 256 + 20;

        SampleFiles.Write(model, count, options, folder["x.npy"]);

        byte[] file = File.ReadAllBytes(folder["x.npy"]);
        int header = 10 + BitConverter.ToUInt16(file, 8);
        Assert.Contains($"'shape': ({count}, 1, 28, 28)", Encoding.ASCII.GetString(file, 0, header), StringComparison.Ordinal);
        using Tensor expected = model.Sample(count, options);
        Assert.Equal(expected.data<float>().ToArray(), MemoryMarshal.Cast<byte, float>(file.AsSpan(header)).ToArray());
    }

    [Fact]
    public void A_grid_shows_every_image()
    {
        SampleFiles.Write(model, 6, options, folder["grid.png"], columns: 3);

        using MagickImage grid = new(folder["grid.png"]);
        Assert.Equal((1u + (3 * 29u)) * 4, grid.Width);
        Assert.Equal((1u + (2 * 29u)) * 4, grid.Height);
    }

    [Fact]
    public void A_folder_gets_one_picture_each_of_the_images_own_size()
    {
        SampleFiles.Write(model, 3, options, folder["many"]);

        Assert.Equal(
            ["00000.png", "00001.png", "00002.png"],
            Directory.GetFiles(folder["many"]).Select(Path.GetFileName).Order()
        );
        using MagickImage image = new(Path.Combine(folder["many"], "00002.png"));
        using Tensor expected = model.Sample(3, options)[2].mul(255).round().to(ScalarType.Byte);
        Assert.Equal((28u, 28u), (image.Width, image.Height));
        Assert.Equal(
            expected.flatten().data<byte>().ToArray(),
            image.GetPixels().ToByteArray(PixelMapping.RGB)!.Where((_, i) => i % 3 == 0)
        );
    }

    [Theory]
    [InlineData("x.npy")]
    [InlineData("many")]
    public void Stopping_leaves_nothing_half_written(string name)
    {
        using CancellationTokenSource source = new();

        Assert.Throws<OperationCanceledException>(() =>
            SampleFiles.Write(
                model,
                1000,
                options,
                folder[name],
                progress: new Callback(_ => source.Cancel()),
                cancellationToken: source.Token
            )
        );

        Assert.Empty(Directory.GetFileSystemEntries(folder.Root));
    }

    [Fact]
    public void A_cleanup_that_fails_does_not_hide_why_it_was_needed()
    {
        using CancellationTokenSource source = new();
        Callback stop = new(_ =>
        {
            // Deletes what the cleanup would delete
            Directory.Delete(Assert.Single(Directory.GetDirectories(folder.Root)), recursive: true);
            source.Cancel();
        });

        Assert.Throws<OperationCanceledException>(() =>
            SampleFiles.Write(model, 1000, options, folder["images"], progress: stop, cancellationToken: source.Token)
        );
    }

    [Fact]
    public void A_folder_that_holds_something_is_not_touched()
    {
        File.WriteAllText(folder["precious.txt"], "mine");

        OutputException e = Assert.Throws<OutputException>(() => SampleFiles.Write(model, 1, options, folder.Root));

        Assert.Contains("it was left unchanged", e.Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFileSystemEntries(folder.Root));
    }

    [Theory]
    [InlineData("digits.jpg", "not as .jpg")]
    [InlineData("", "is empty")]
    public void A_path_that_says_nothing_useful_is_refused(string path, string message)
    {
        FigmentException e = Assert.Throws<FigmentException>(() => SampleFiles.Write(model, 1, options, path));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_grid_too_large_to_look_at_is_refused_before_the_work()
    {
        FigmentException e = Assert.Throws<FigmentException>(() => SampleFiles.Write(model, 1_000_000, options, folder["x.png"]));

        Assert.Contains(".npy", e.Message, StringComparison.Ordinal);
    }

    private sealed class Callback(Action<int> action) : IProgress<int>
    {
        public void Report(int value) => action(value);
    }
}
