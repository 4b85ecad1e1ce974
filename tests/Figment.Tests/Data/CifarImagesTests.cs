using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

/// <summary>CIFAR-10's binary files, as its page describes them.</summary>
public sealed class CifarImagesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Batches_come_one_after_the_other_red_before_green_before_blue_with_their_labels()
    {
        Write("data_batch_2.bin", (9, 40, 50, 60));
        Write("data_batch_1.bin", (3, 10, 20, 30), (0, 1, 2, 3));
        Write("test_batch.bin", (5, 7, 8, 9));

        using ImageDataset data = Datasets.Open(folder.Root),
            test = Datasets.Open(folder.Root, DataPart.Test);

        using DisposeScope scope = NewDisposeScope();
        Batch all = data.Gather(arange(3, ScalarType.Int64));
        Assert.Equal((new ImageShape(3, 32, 32), "cifar-10", 1, "cifar-10-test"), (data.Shape, data.Name, test.Count, test.Name));
        Assert.Equal([3L, 0, 9], all.Labels!.data<long>().ToArray());
        Assert.Equal(("cat", "airplane", "truck"), (data.ClassNames[3], data.ClassNames[0], data.ClassNames[9]));
        Assert.Equal([10f, 20, 30, 1, 2, 3, 40, 50, 60], all.Items.mean([2, 3]).mul(255).round().data<float>().ToArray());
        Assert.True(Datasets.HasTestPart(folder.Root));
    }

    [Fact]
    public void One_file_is_data_too_and_other_names_are_taken_from_beside_it()
    {
        Write("some.bin", (1, 0, 0, 0));
        File.WriteAllLines(folder["batches.meta.txt"], [.. Enumerable.Range(0, 10).Select(k => $"kind {k}"), ""]);

        using ImageDataset data = Datasets.Open(folder["some.bin"]);

        Assert.Equal((1, "kind 1"), (data.Count, data.ClassNames[1]));
    }

    [Theory]
    [InlineData(3072, 0, "not a multiple of 3,073")]
    [InlineData(0, 0, "not a multiple of 3,073")]
    [InlineData(3073, 10, "the label 10")]
    public void What_is_not_of_whole_images_with_known_labels_is_refused(int length, byte label, string words)
    {
        byte[] content = new byte[length];
        if (length > 0)
            content[0] = label;
        File.WriteAllBytes(folder["x.bin"], content);

        Assert.Contains(
            words,
            Assert.Throws<FileFormatException>(() => Datasets.Open(folder["x.bin"])).Message,
            StringComparison.Ordinal
        );
    }

    private void Write(string name, params (byte Label, byte Red, byte Green, byte Blue)[] images) =>
        File.WriteAllBytes(
            folder[name],
            [
                .. images.SelectMany(image =>
                    (byte[])
                        [
                            image.Label,
                            .. Enumerable.Repeat(image.Red, 1024),
                            .. Enumerable.Repeat(image.Green, 1024),
                            .. Enumerable.Repeat(image.Blue, 1024),
                        ]
                ),
            ]
        );
}
