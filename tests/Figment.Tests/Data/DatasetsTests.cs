using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;

namespace Figment.Tests.Data;

public sealed class DatasetsTests(MnistFixture mnist) : IClassFixture<MnistFixture>
{
    private static readonly string[] Files =
    [
        "train-images-idx3-ubyte",
        "train-labels-idx1-ubyte",
        "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_embedded_files_are_those_that_their_readme_names(int file)
    {
        string row = File.ReadLines(
                Path.Combine(Repository.Root, "src", "Figment", "Data", "Images", "Sources", "Mnist", "README.md")
            )
            .Single(line => line.StartsWith($"| {Files[file]} ", StringComparison.Ordinal));
        using Stream zipped = typeof(Datasets).Assembly.GetManifestResourceStream($"mnist/{Files[file]}.gz")!;
        using GZipStream unzipped = new(zipped, CompressionMode.Decompress);
        using MemoryStream bytes = new();
        unzipped.CopyTo(bytes);

        Assert.Contains($"| {bytes.Length:N0} |", row, StringComparison.Ordinal);
        Assert.Contains(
            $"`{Convert.ToHexStringLower(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)))}`",
            row,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Mnist_is_known_by_name_shape_and_classes()
    {
        Assert.Equal(("mnist", new ImageShape(1, 28, 28), 60_000), (mnist.Train.Name, mnist.Train.Shape, mnist.Train.Count));
        Assert.Equal([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949], mnist.Train.ClassCounts);
    }

    [Fact]
    public void Its_pixels_have_the_known_mean_and_deviation()
    {
        Assert.Equal(0.1306605, mnist.Train.PixelStatistics.Mean, 7);
        Assert.Equal(0.3081078, mnist.Train.PixelStatistics.StandardDeviation, 7);
    }

    [Fact]
    public void The_test_digits_are_others()
    {
        using ImageDataset test = Datasets.Mnist(DataPart.Test);

        Assert.Equal(("mnist-test", 10_000), (test.Name, test.Count));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], test.ClassCounts);
        Assert.NotEqual(mnist.Train.Sha256, test.Sha256);
    }

    [Fact]
    public void The_digits_are_called_by_their_names() =>
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], mnist.Train.ClassNames);

    [Fact]
    public void A_name_opens_its_test_part()
    {
        using ImageDataset test = Datasets.Open("mnist", DataPart.Test);

        Assert.Equal("mnist-test", test.Name);
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("Fashion-MNIST")]
    public void Known_data_sets_have_a_test_part(string name) => Assert.True(Datasets.HasTestPart(name));

    [Theory]
    [InlineData("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")]
    [InlineData("test-images-idx3-ubyte", "test-labels-idx1-ubyte")]
    public void The_test_part_of_a_file_lies_beside_it(string images, string labels)
    {
        using TemporaryFolder folder = new();
        string train = folder["train-images-idx3-ubyte"];
        File.WriteAllBytes(train, Idx([3, 1, 1], [1, 2, 3]));
        File.WriteAllBytes(folder[images], Idx([2, 1, 1], [7, 8]));
        File.WriteAllBytes(folder[labels], Idx([2], [1, 0]));

        using ImageDataset test = Datasets.Open(train, DataPart.Test);

        Assert.True(Datasets.HasTestPart(train));
        Assert.Equal((images, 2), (test.Name, test.Count));
        Assert.Equal([1, 1], test.ClassCounts);
        Assert.Equal(["0", "1"], test.ClassNames);
    }

    [Fact]
    public void A_file_without_a_test_part_says_what_would_be_one()
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder["photos-idx3-ubyte"], Idx([1, 1, 1], [1]));
        File.WriteAllBytes(folder["train-idx3-ubyte"], Idx([1, 1, 1], [1]));

        Assert.All(
            ["photos-idx3-ubyte", "train-idx3-ubyte"],
            file =>
            {
                Assert.False(Datasets.HasTestPart(folder[file]));
                Assert.Contains(
                    "t10k-… or test-…",
                    Assert.Throws<FigmentException>(() => Datasets.Open(folder[file], DataPart.Test)).Message,
                    StringComparison.Ordinal
                );
            }
        );
        Assert.False(Datasets.HasTestPart(folder["train-none"]));
        Assert.False(Datasets.HasTestPart("minst"));
    }

    [Theory]
    [InlineData("mnist")]
    [InlineData("MNIST")]
    public void A_name_opens_what_it_names(string name)
    {
        using ImageDataset opened = Datasets.Open(name);

        Assert.Equal(mnist.Train.Sha256, opened.Sha256);
    }

    [Theory]
    [InlineData("photos-images-idx3-ubyte", "photos-labels-idx1-ubyte", new[] { 1, 2 })]
    [InlineData("photos-images-idx3-ubyte", "photos-images-idx1-ubyte", new int[0])] // not its name
    [InlineData("digits.idx", "labels.idx", new int[0])]
    [InlineData("images", "labels", new[] { 1, 2 })]
    public void A_path_opens_a_file_with_the_labels_beside_it(string images, string labels, int[] classes)
    {
        using TemporaryFolder folder = new();
        File.WriteAllBytes(folder[images], Idx([3, 2, 2], [.. Enumerable.Range(0, 12).Select(i => (byte)i)]));
        File.WriteAllBytes(folder[labels], Idx([3], [1, 0, 1]));

        using ImageDataset opened = Datasets.Open(folder[images]);

        Assert.Equal((new ImageShape(1, 2, 2), 3), (opened.Shape, opened.Count));
        Assert.Equal(classes, opened.ClassCounts);
        Assert.Equal(images.Split('.')[0], opened.Name);
    }

    [Fact]
    public void A_folder_called_images_does_not_send_the_search_for_labels_astray()
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder["images"]);
        File.WriteAllBytes(folder["images/my-images-idx3-ubyte"], Idx([1, 1, 1], [7]));
        File.WriteAllBytes(folder["images/my-labels-idx1-ubyte"], Idx([1], [4]));

        using ImageDataset opened = Datasets.Open(folder["images/my-images-idx3-ubyte"]);

        Assert.Equal([0, 0, 0, 0, 1], opened.ClassCounts);
    }

    [Fact]
    public void An_unknown_name_is_refused_with_those_that_are_known()
    {
        FigmentException e = Assert.Throws<FigmentException>(() => Datasets.Open("minst"));

        Assert.Contains("'minst'", e.Message, StringComparison.Ordinal);
        Assert.All(Datasets.Names, name => Assert.Contains(name, e.Message, StringComparison.Ordinal));
    }

    internal static byte[] Idx(int[] dimensions, byte[] values)
    {
        byte[] sizes = new byte[4 * dimensions.Length];
        for (int i = 0; i < dimensions.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(sizes.AsSpan(4 * i), dimensions[i]);
        return [0, 0, 8, (byte)dimensions.Length, .. sizes, .. values];
    }
}

/// <summary>MNIST, read once.</summary>
public sealed class MnistFixture : IDisposable
{
    /// <summary>The training digits.</summary>
    public ImageDataset Train { get; } = Datasets.Mnist();

    public void Dispose() => Train.Dispose();
}
