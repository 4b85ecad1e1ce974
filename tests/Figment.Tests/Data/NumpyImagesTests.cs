using Figment.Data;
using Figment.Imaging;
using Figment.Tests.Formats;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

public sealed class NumpyImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("(4, 3, 2)", 1, 3, 2)]
    [InlineData("(4, 1, 3, 2)", 1, 3, 2)]
    [InlineData("(4, 3, 2, 1)", 3, 2, 1)] // both are possible: channels first
    [InlineData("(2, 3, 2, 2)", 3, 2, 2)]
    [InlineData("(3, 4, 2, 1)", 1, 4, 2)]
    public void Bytes_whose_channels_come_first_are_taken_as_they_are(string arrayShape, int channels, int height, int width)
    {
        byte[] values = [.. Enumerable.Range(1, 24).Select(i => (byte)(10 * i))];

        using ImageDataset data = ImageDataset.FromNumpy(Write("|u1", arrayShape, values));

        Assert.Equal((new ImageShape(channels, height, width), "images"), (data.Shape, data.Name));
        Assert.Equal(values, Pixels(data));
        Assert.Empty(data.ClassCounts);
    }

    [Fact]
    public void Channels_that_come_last_are_put_first()
    {
        // Two images of 2 × 1 pixels: red 1 2, green 11 12, blue 21 22; then the same plus 100.
        byte[] values = [1, 11, 21, 2, 12, 22, 101, 111, 121, 102, 112, 122];

        using ImageDataset data = ImageDataset.FromNumpy(Write("|u1", "(2, 2, 1, 3)", values));

        Assert.Equal(new ImageShape(3, 2, 1), data.Shape);
        Assert.Equal([1, 2, 11, 12, 21, 22, 101, 102, 111, 112, 121, 122], Pixels(data));
    }

    [Theory]
    [InlineData("<f2")]
    [InlineData("<f4")]
    [InlineData(">f4")]
    [InlineData("<f8")]
    [InlineData(">f8")]
    public void Floats_are_rounded_to_the_bytes_they_came_from(string type)
    {
        byte[] values = [.. Enumerable.Range(0, 256).Select(i => (byte)i)];

        using ImageDataset data = ImageDataset.FromNumpy(Write(type, "(1, 16, 16)", NumpyReaderTests.Encode(type, [.. values.Select(value => value / 255.0)])));

        Assert.Equal(values, Pixels(data));
    }

    [Fact]
    public void Floats_between_two_bytes_go_where_a_tensor_would_put_them()
    {
        float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i / 19_999f), .. Enumerable.Range(0, 255).Select(i => (i + 0.5f) / 255)];
        using Tensor expected = tensor(values, [1, 1, 1, values.Length]);

        using ImageDataset data = ImageDataset.FromNumpy(Write("<f4", $"(1, 1, {values.Length})", NumpyReaderTests.Encode("<f4", [.. values])));

        Assert.Equal(ImageBatch.FromTensor(expected)[0], Pixels(data));
    }

    [Theory]
    [InlineData(new double[] { 0, 0.5, 1, 2, 1, 254 }, "2 of 6 values outside [0, 1] (they range from 0 to 254), the first in image 1,", "divide by 255")]
    [InlineData(new double[] { 0, 1, -1, 1, -0.5, 1 }, "2 of 6 values outside [0, 1] (they range from -1 to 1), the first in image 1,", "(x + 1) / 2")]
    [InlineData(new double[] { 0, 1, 0.5, 1, 0.5, 1.001 }, "1 of 6 values outside [0, 1] (they range from 0 to 1.001), the first in image 2,", "clip")]
    [InlineData(new double[] { -3, 1, 0.5, 1, 0.5, 3 }, "2 of 6 values outside [0, 1] (they range from -3 to 3), the first in image 0,", "0 is black")]
    [InlineData(new double[] { 0, 1, 0.5, 1, 0.5, double.NaN }, "(they range from 0 to 1, 1 are no finite numbers), the first in image 2,", "NaN")]
    [InlineData(new double[] { 0, 1, 0.5, double.PositiveInfinity, 0.5, 0 }, "(they range from 0 to 1, 1 are no finite numbers), the first in image 1,", "infinity")]
    [InlineData(new[] { double.NaN, double.NaN }, "2 of 2 values outside [0, 1] (none is a finite number), the first in image 0,", "NaN")]
    public void Values_outside_0_to_1_are_counted_and_explained(double[] values, string finding, string advice)
    {
        string path = Write("<f8", $"({values.Length / 2}, 1, 2)", NumpyReaderTests.Encode("<f8", values));

        string message = Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(path)).Message;

        Assert.StartsWith(path, message, StringComparison.Ordinal);
        Assert.Contains(finding, message, StringComparison.Ordinal);
        Assert.Contains(advice, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(24,)")]
    [InlineData("(4, 6)")]
    [InlineData("(2, 2, 3, 2)")]
    [InlineData("(1, 2, 3, 2, 2)")]
    [InlineData("()")]
    public void Arrays_that_are_no_images_are_refused_with_what_would_be(string shape)
    {
        string path = Write("|u1", shape, new byte[shape == "()" ? 1 : 24]);

        Assert.Contains("count × height × width", Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(0, 28, 28)")]
    [InlineData("(5, 0, 28)")]
    public void An_array_without_values_is_refused(string shape) =>
        Assert.Contains("holds no values", Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(Write("|u1", shape, []))).Message, StringComparison.Ordinal);

    [Fact]
    public void Large_floats_are_read_in_little_memory()
    {
        const int Count = 4000, Size = 28 * 28;
        string path = folder["large.npy"];
        using (FileStream file = File.Create(path))
        {
            file.Write(NumpyReaderTests.Npy("<f8", $"({Count}, 28, 28)", []));
            file.SetLength(file.Length + (8L * Count * Size));
        }

        ImageDataset.FromNumpy(path).Dispose();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        ImageDataset.FromNumpy(path).Dispose();

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, Count * Size, 3 * Count * Size); // the pixels and libtorch's copy; as doubles they would be eight times as much
    }

    [Fact]
    public void Datasets_open_them_by_their_path_with_the_test_part_beside_them()
    {
        string path = Write("|u1", "(2, 1, 1)", [1, 2], "train-images.npy");
        Write("|u1", "(1, 1, 1)", [3], "test-images.npy");

        using ImageDataset train = Datasets.Open(path), test = Datasets.Open(path, DataPart.Test);

        Assert.Equal(("train-images", 2), (train.Name, train.Count));
        Assert.Equal(("test-images", 1), (test.Name, test.Count));
    }

    private static byte[] Pixels(ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageBatch images = ImageBatch.FromTensor(data.Gather(arange(data.Count, ScalarType.Int64)).Images);
        return [.. Enumerable.Range(0, images.Count).SelectMany(i => images[i].ToArray())];
    }

    private string Write(string type, string shape, byte[] values, string file = "images.npy")
    {
        File.WriteAllBytes(folder[file], NumpyReaderTests.Npy(type, shape, values));
        return folder[file];
    }
}
