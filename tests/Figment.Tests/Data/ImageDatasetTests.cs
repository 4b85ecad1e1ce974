using System.Security.Cryptography;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private static readonly ImageShape Shape = new(1, 2, 2);
    private static readonly byte[] Pixels = [0, 1, 2, 3, 10, 20, 30, 40, 255, 254, 253, 252];

    private readonly TemporaryFolder folder = new();
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose()
    {
        scope.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Gathered_images_are_pixels_divided_by_255_with_their_labels()
    {
        using ImageDataset data = new("three", Shape, Pixels, [4, 5, 6]);

        Batch batch = data.Gather(tensor([2L, 0, 2]));

        Assert.Equal(3, batch.Count);
        Assert.Equal([3, 1, 2, 2], batch.Items.shape);
        Assert.Equal(ScalarType.Float32, batch.Items.dtype);
        Assert.Equal(
            [1f, 254 / 255f, 253 / 255f, 252 / 255f, 0, 1 / 255f, 2 / 255f, 3 / 255f, 1, 254 / 255f, 253 / 255f, 252 / 255f],
            batch.Items.data<float>().ToArray()
        );
        Assert.Equal([6L, 4, 6], batch.Labels!.data<long>().ToArray());
    }

    [Fact]
    public void Without_labels_there_are_none_to_gather()
    {
        using ImageDataset data = new("three", Shape, Pixels);

        Assert.Null(data.Gather(tensor([1L])).Labels);
        Assert.Empty(data.ClassCounts);
    }

    [Fact]
    public void A_batch_outlives_no_scope_but_its_callers_and_leaves_nothing_else()
    {
        using ImageDataset data = new("three", Shape, Pixels, [4, 5, 6]);
        using Tensor indices = tensor([0L, 1]);
        long before = LiveTensors.Count();

        using (NewDisposeScope())
        {
            data.Gather(indices);
            Assert.Equal(before + 2, Tensor.TotalCount); // images and labels
        }

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void The_data_outlives_the_scope_it_was_made_in_and_goes_when_it_is_disposed()
    {
        long before = LiveTensors.Count();
        ImageDataset data;
        using (NewDisposeScope())
            data = new ImageDataset("three", Shape, Pixels, [4, 5, 6]).To(CPU);

        Assert.Equal(before + 2, Tensor.TotalCount);
        data.Dispose();

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Statistics_are_those_of_the_definition()
    {
        using ImageDataset data = new("three", Shape, Pixels, [2, 0, 2]);

        double[] scaled = [.. Pixels.Select(pixel => pixel / 255.0)];
        double mean = scaled.Sum() / 12;
        Assert.Equal(mean, data.PixelStatistics.Mean, 12);
        Assert.Equal(
            Math.Sqrt(scaled.Sum(pixel => (pixel - mean) * (pixel - mean)) / 12),
            data.PixelStatistics.StandardDeviation,
            12
        );
        Assert.Equal([1, 0, 2], data.ClassCounts);
    }

    [Fact]
    public void Classes_are_called_by_their_numbers_unless_they_have_names()
    {
        using ImageDataset numbered = new("a", Shape, Pixels, [2, 0, 2]),
            named = new("b", Shape, Pixels, [1, 0, 1], ["cat", "dog", "owl"]),
            plain = new("c", Shape, Pixels);

        Assert.Equal(["0", "1", "2"], numbered.ClassNames);
        Assert.Equal(["cat", "dog", "owl"], named.ClassNames);
        Assert.Equal([1, 2, 0], named.ClassCounts); // a class may have no image
        Assert.Equal(3, named.Preview().Count);
        Assert.Empty(plain.ClassNames);
    }

    [Fact]
    public void A_label_without_a_name_is_refused() =>
        Assert.Contains(
            "The label 2 occurs, but x has only 2 classes",
            Assert.Throws<FileFormatException>(() => new ImageDataset("x", Shape, Pixels, [2, 0, 1], ["cat", "dog"])).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_hash_is_over_pixels_and_labels()
    {
        using ImageDataset labelled = new("a", Shape, Pixels, [4, 5, 6]),
            plain = new("b", Shape, Pixels);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData([.. Pixels, 4, 5, 6])), labelled.Sha256);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Pixels)), plain.Sha256);
    }

    [Fact]
    public void A_preview_shows_the_first_of_each_class_in_turn()
    {
        // One pixel each; class by class: 0 has 30 and 50, 1 has none, 2 has 10, 20, 40.
        using ImageDataset data = new("five", new ImageShape(1, 1, 1), [10, 20, 30, 40, 50], [2, 2, 0, 2, 0]);

        Assert.Equal([30, 50, 10, 20], Values(data.Preview(perClass: 2)));
        Assert.Equal([30, 10], Values(data.Preview(perClass: 1)));
    }

    [Fact]
    public void A_preview_without_labels_shows_the_first()
    {
        using ImageDataset data = new("many", new ImageShape(1, 1, 1), [.. Enumerable.Range(0, 25).Select(i => (byte)i)]);

        Assert.Equal(Enumerable.Range(0, 10).Select(i => (byte)i), Values(data.Preview(perClass: 1)));
        Assert.Equal(25, data.Preview().Count);
    }

    [Fact]
    public void Colour_images_come_from_files_of_four_dimensions()
    {
        File.WriteAllBytes(
            folder["photos.idx"],
            DatasetsTests.Idx([2, 3, 1, 2], [.. Enumerable.Range(0, 12).Select(i => (byte)i)])
        );

        using ImageDataset data = ImageDataset.FromIdx(folder["photos.idx"]);

        Assert.Equal((new ImageShape(3, 1, 2), 2, "photos"), (data.Shape, data.Count, data.Name));
        Assert.Equal([6, 7, 8, 9, 10, 11], Values(ImageBatch.FromTensor(data.Gather(tensor([1L])).Items)));
    }

    [Theory]
    [InlineData(2, 2, 3, 1)] // two channels
    [InlineData(1, 12, 1, 1)]
    public void Images_of_neither_one_nor_three_channels_are_refused(params int[] dimensions)
    {
        File.WriteAllBytes(folder["odd"], DatasetsTests.Idx(dimensions, new byte[12]));

        Assert.Contains(
            "1 or 3 channels",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromIdx(folder["odd"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Images_and_labels_that_are_swapped_are_recognised()
    {
        File.WriteAllBytes(folder["images"], DatasetsTests.Idx([3, 2, 2], Pixels));
        File.WriteAllBytes(folder["labels"], DatasetsTests.Idx([3], [1, 2, 3]));

        Assert.Contains(
            "swapped?",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromIdx(folder["labels"], folder["images"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "swapped?",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromIdx(folder["images"], folder["images"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Images_and_labels_of_different_number_are_refused_with_both()
    {
        FileFormatException e = Assert.Throws<FileFormatException>(() => new ImageDataset("three", Shape, Pixels, [1, 2]));

        Assert.Contains("3 images but 2 labels", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Pixels_that_make_no_whole_images_are_refused(int count) =>
        Assert.Contains(
            "whole number of images",
            Assert.Throws<FileFormatException>(() => new ImageDataset("none", Shape, new byte[count])).Message,
            StringComparison.Ordinal
        );

    private static byte[] Values(ImageBatch images) =>
        [.. Enumerable.Range(0, images.Count).SelectMany(i => images[i].ToArray())];
}
