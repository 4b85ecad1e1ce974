using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
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

        using ImageDataset data = ImageDataset.FromNumpy(
            Write(type, "(1, 16, 16)", NumpyFiles.Encode(type, [.. values.Select(value => value / 255.0)]))
        );

        Assert.Equal(values, Pixels(data));
    }

    [Fact]
    public void Floats_between_two_bytes_go_where_a_tensor_would_put_them()
    {
        float[] values =
        [
            .. Enumerable.Range(0, 20_000).Select(i => i / 19_999f),
            .. Enumerable.Range(0, 255).Select(i => (i + 0.5f) / 255),
        ];
        using Tensor expected = tensor(values, [1, 1, 1, values.Length]);

        using ImageDataset data = ImageDataset.FromNumpy(
            Write("<f4", $"(1, 1, {values.Length})", NumpyFiles.Encode("<f4", [.. values]))
        );

        Assert.Equal(ImageBatch.FromTensor(expected)[0], Pixels(data));
    }

    [Theory]
    [InlineData(
        new double[] { 0, 0.5, 1, 2, 1, 254 },
        "2 of 6 values outside [0, 1] (they range from 0 to 254), the first in image 1,",
        "divide by 255"
    )]
    [InlineData(
        new double[] { 0, 1, -1, 1, -0.5, 1 },
        "2 of 6 values outside [0, 1] (they range from -1 to 1), the first in image 1,",
        "(x + 1) / 2"
    )]
    [InlineData(
        new double[] { 0, 1, 0.5, 1, 0.5, 1.001 },
        "1 of 6 values outside [0, 1] (they range from 0 to 1.001), the first in image 2,",
        "clip"
    )]
    [InlineData(
        new double[] { -3, 1, 0.5, 1, 0.5, 3 },
        "2 of 6 values outside [0, 1] (they range from -3 to 3), the first in image 0,",
        "0 is black"
    )]
    [InlineData(
        new double[] { 0, 1, 0.5, 1, 0.5, double.NaN },
        "(they range from 0 to 1, 1 are not finite numbers), the first in image 2,",
        "NaN"
    )]
    [InlineData(
        new double[] { 0, 1, 0.5, double.PositiveInfinity, 0.5, 0 },
        "(they range from 0 to 1, 1 are not finite numbers), the first in image 1,",
        "infinity"
    )]
    [InlineData(
        new[] { double.NaN, double.NaN },
        "2 of 2 values outside [0, 1] (none is a finite number), the first in image 0,",
        "NaN"
    )]
    public void Values_outside_0_to_1_are_counted_and_explained(double[] values, string finding, string advice)
    {
        string path = Write("<f8", $"({values.Length / 2}, 1, 2)", NumpyFiles.Encode("<f8", values));

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

        Assert.Contains(
            "count × height × width",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(path)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("(0, 28, 28)")]
    [InlineData("(5, 0, 28)")]
    public void An_array_without_values_is_refused(string shape) =>
        Assert.Contains(
            "holds no values",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(Write("|u1", shape, []))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("(64, 48, 3)", "64 grey images of 48 × 3 pixels, or one picture in colour of 64 × 48. Save x[None]")]
    [InlineData("(64, 48, 4)", "one picture of 64 × 48 with transparency. Save x[None, :, :, :3]")]
    [InlineData("(64, 48, 1)", "one grey picture of 64 × 48. Save x[None, :, :, 0]")]
    [InlineData(
        "(3, 64, 48)",
        "3 grey images of 64 × 48 pixels, or one picture in colour with its 3 channels first. Save x[None] if it is one "
            + "picture, x[:, None] if they are 3"
    )]
    [InlineData("(4, 64, 48)", "Save x[None, :3]")]
    [InlineData("(64, 48)", "x[None] if it is one grey picture")]
    [InlineData("(10, 784)", "x.reshape(-1, height, width) if each row is a picture (of 28 × 28?)")]
    [InlineData("(10, 8, 8, 4)", "x[..., :3]")]
    [InlineData("(10, 4, 8, 8)", "x[:, :3]")]
    [InlineData("(10, 8, 8, 2)", "x[..., 0]")]
    [InlineData("(2, 5, 8, 8, 3)", "x.reshape(-1, *x.shape[2:])")]
    public void What_may_be_one_picture_or_many_is_asked_and_not_guessed(string shape, string expected)
    {
        int length = shape
            .Trim('(', ')')
            .Split(", ")
            .Aggregate(1, (product, size) => product * int.Parse(size, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Contains(
            expected,
            Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(Write("|u1", shape, new byte[length]))).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("(5, 3, 4, 2)")] // channels first
    [InlineData("(5, 4, 2, 3)")] // channels last
    [InlineData("(5, 4, 6)")]
    public void Fortran_order_gives_the_same_images(string shape)
    {
        int[] sizes =
        [
            .. shape
                .Trim('(', ')')
                .Split(", ")
                .Select(size => int.Parse(size, System.Globalization.CultureInfo.InvariantCulture)),
        ];
        int length = sizes.Aggregate((a, b) => a * b);
        double[] values = [.. Enumerable.Range(0, length).Select(i => i * 2 / 255.0)],
            columns = new double[length];
        for (int i = 0; i < length; i++)
        {
            // The position of value i of the C order: there the last index varies fastest, here the first one.
            int rest = i,
                place = 0;
            int[] index = new int[sizes.Length];
            for (int d = sizes.Length - 1; d >= 0; d--)
                (index[d], rest) = (rest % sizes[d], rest / sizes[d]);
            for (int d = sizes.Length - 1; d >= 0; d--)
                place = (place * sizes[d]) + index[d];
            columns[place] = values[i];
        }

        string c = Write("<f4", shape, NumpyFiles.Encode("<f4", values), "c.npy"),
            f = folder["f.npy"];
        File.WriteAllBytes(f, Fortran("<f4", shape, NumpyFiles.Encode("<f4", columns)));
        using ImageDataset expected = ImageDataset.FromNumpy(c),
            read = ImageDataset.FromNumpy(f);
        DataPack.Write(f, folder["f.safetensors"]);
        using ImageDataset packed = Datasets.Open(folder["f.safetensors"]);

        Assert.Equal(expected.Sha256, read.Sha256);
        Assert.Equal(expected.Sha256, packed.Sha256);
    }

    [Fact]
    public void The_first_image_with_a_value_outside_is_named_in_fortran_order_too()
    {
        // Three images of two values; the last value of image 1 is 9: columns are 0 0 0, then 0 9 2.
        File.WriteAllBytes(folder["f.npy"], Fortran("<f4", "(3, 1, 2)", NumpyFiles.Encode("<f4", 0, 0, 0, 0, 9, 2)));

        Assert.Contains(
            "2 of 6 values outside [0, 1] (they range from 0 to 9), the first in image 1",
            Assert.Throws<FileFormatException>(() => ImageDataset.FromNumpy(folder["f.npy"])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Truth_values_are_read_as_black_and_white_and_ones_among_bytes_are_noticed()
    {
        byte[] mask = [.. Enumerable.Range(0, 128).Select(i => (byte)(i % 2))];

        using ImageDataset truth = ImageDataset.FromNumpy(Write("|b1", "(2, 8, 8)", mask, "bool.npy")),
            bytes = ImageDataset.FromNumpy(Write("|u1", "(2, 8, 8)", mask, "mask.npy"));

        Assert.Equal([.. mask.Select(value => (byte)(255 * value))], Pixels(truth));
        Assert.Empty(truth.Notes);
        Assert.Contains("largest value is 1 of 255", Assert.Single(bytes.Notes).English, StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_arrays_in_an_archive_makes_no_difference()
    {
        (string, byte[])[] arrays =
        [
            ("label_names", NumpyFiles.Npy("|S4", "(3,)", "cat\0dog\0bird"u8.ToArray())),
            ("images", NumpyFiles.Npy("|u1", "(3, 1, 2)", [1, 2, 3, 4, 5, 6])),
            ("labels", NumpyFiles.Npy("|u1", "(3,)", [2, 0, 1])),
            ("coarse_labels", NumpyFiles.Npy("|u1", "(3,)", [0, 0, 0])),
        ];

        Assert.All(
            Enumerable
                .Range(0, 4)
                .SelectMany(k => new[] { arrays[k..].Concat(arrays[..k]), arrays[k..].Concat(arrays[..k]).Reverse() }),
            order =>
            {
                using ImageDataset data = Datasets.Open(Archive([.. order]));
                Assert.Equal([1, 1, 1], data.ClassCounts);
                Assert.Contains("The labels for images are in labels.", data.Notes.Select(note => note.English));
            }
        );
    }

    [Fact]
    public void An_archive_has_a_part_to_train_with_and_one_to_test_with_and_their_labels()
    {
        string path = Archive(
            ("x_train", NumpyFiles.Npy("|u1", "(2, 2, 2)", [10, 20, 30, 40, 50, 60, 70, 80])),
            ("y_train", NumpyFiles.Npy("<i8", "(2,)", [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])),
            ("x_test", NumpyFiles.Npy("|u1", "(1, 2, 2)", [90, 91, 92, 93])),
            ("y_test", NumpyFiles.Npy(">u2", "(1, 1)", [0, 1]))
        );

        using ImageDataset train = Datasets.Open(path),
            test = Datasets.Open(path, DataPart.Test);
        DataPack.Write(path, folder["p.safetensors"]);
        using ImageDataset packed = Datasets.Open(folder["p.safetensors"]);

        Assert.True(Datasets.HasTestPart(path));
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80], Pixels(train));
        Assert.Equal([1, 1], train.ClassCounts);
        Assert.Equal([90, 91, 92, 93], Pixels(test));
        Assert.Equal([0, 1], test.ClassCounts);
        Assert.Equal(("images", "images-test"), (train.Name, test.Name));
        Assert.Contains("left out: x_test, y_test", train.Notes[^1].English, StringComparison.Ordinal);
        Assert.Equal(train.Sha256, packed.Sha256);
        Assert.Equal(train.Notes, packed.Notes);
    }

    [Fact]
    public void Labels_that_are_no_classes_are_left_out_and_said()
    {
        byte[] images = NumpyFiles.Npy("|u1", "(2, 2, 2)", [1, 2, 3, 4, 5, 6, 7, 80]);

        foreach (
            (byte[] labels, string reason) in ((byte[], string)[])
                [
                    (NumpyFiles.Npy("<f4", "(2,)", new byte[8]), "one whole number for each of the 2 images"),
                    (NumpyFiles.Npy("|u1", "(3,)", [0, 1, 2]), "one whole number for each of the 2 images"),
                    (NumpyFiles.Npy("|i1", "(2,)", [0, 0xff]), "it contains the value -1"),
                ]
        )
        {
            using ImageDataset data = Datasets.Open(Archive(("images", images), ("labels", labels)));
            Assert.Empty(data.ClassNames);
            Assert.Contains(reason, Assert.Single(data.Notes).English, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_several_arrays_of_images_one_is_asked_for()
    {
        byte[] images = NumpyFiles.Npy("|u1", "(1, 2, 2)", [1, 2, 3, 4]);

        string message = Assert
            .Throws<FileFormatException>(() => Datasets.Open(Archive(("cats", images), ("dogs", images))))
            .Message;

        Assert.Contains(
            "cats (1 × 2 × 2), dogs (1 × 2 × 2). Save only the array that you want",
            message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no array of images among labels (2)",
            Assert
                .Throws<FileFormatException>(() =>
                    Datasets.Open(
                        Archive(("labels", NumpyFiles.Npy("|u1", "(2,)", [1, 2])), ("y", NumpyFiles.Npy("|u1", "(2,)", [1, 2])))
                    )
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "holds no NumPy arrays",
            Assert.Throws<FileFormatException>(() => Datasets.Open(Archive())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_archive_that_unpacks_to_less_than_it_says_costs_what_it_has()
    {
        // The header and the directory claim 500 MB; the packed bytes end early.
        byte[] header = NumpyFiles.Npy("|u1", "(500000, 32, 32)", []);
        string path = Archive(("x", [.. header, .. new byte[4096]]));
        byte[] file = File.ReadAllBytes(path);
        byte[] claimed = BitConverter.GetBytes((uint)(header.Length + (500_000 * 1024)));
        int directory = file.AsSpan().LastIndexOf("PK\x01\x02"u8);
        claimed.CopyTo(file, directory + 24);
        File.WriteAllBytes(path, file);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        Assert.Throws<FileFormatException>(() => Datasets.Open(path));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L << 20);
    }

    private string Archive(params (string Name, byte[] File)[] arrays)
    {
        string path = folder["images.npz"];
        File.Delete(path);
        using System.IO.Compression.ZipArchive zip = System.IO.Compression.ZipFile.Open(
            path,
            System.IO.Compression.ZipArchiveMode.Create
        );
        foreach ((string name, byte[] file) in arrays)
        {
            using Stream entry = zip.CreateEntry($"{name}.npy").Open();
            entry.Write(file);
        }

        return path;
    }

    private static byte[] Fortran(string type, string shape, byte[] values)
    {
        byte[] file = NumpyFiles.Npy(type, shape, values);
        int at = file.AsSpan().IndexOf("False"u8);
        "True "u8.CopyTo(file.AsSpan(at));
        return file;
    }

    [Fact]
    public void Large_floats_are_read_in_little_memory()
    {
        const int Count = 4000,
            Size = 28 * 28;
        string path = folder["large.npy"];
        using (FileStream file = File.Create(path))
        {
            file.Write(NumpyFiles.Npy("<f8", $"({Count}, 28, 28)", []));
            file.SetLength(file.Length + (8L * Count * Size));
        }

        ImageDataset.FromNumpy(path).Dispose();
        long before = GC.GetTotalAllocatedBytes(precise: true);
        ImageDataset.FromNumpy(path).Dispose();

        // The pixels and libtorch's copy of them; as doubles they would take eight times as much
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, Count * Size, 3 * Count * Size);
    }

    [Fact]
    public void Datasets_open_them_by_their_path_with_the_test_part_beside_them()
    {
        string path = Write("|u1", "(2, 1, 1)", [1, 2], "train-images.npy");
        Write("|u1", "(1, 1, 1)", [3], "test-images.npy");

        using ImageDataset train = Datasets.Open(path),
            test = Datasets.Open(path, DataPart.Test);

        Assert.Equal(("train-images", 2), (train.Name, train.Count));
        Assert.Equal(("test-images", 1), (test.Name, test.Count));
    }

    private static byte[] Pixels(ImageDataset data)
    {
        using DisposeScope scope = NewDisposeScope();
        ImageBatch images = ImageBatch.FromTensor(data.Gather(arange(data.Count, ScalarType.Int64)).Items);
        return [.. Enumerable.Range(0, images.Count).SelectMany(i => images[i].ToArray())];
    }

    private string Write(string type, string shape, byte[] values, string file = "images.npy")
    {
        File.WriteAllBytes(folder[file], NumpyFiles.Npy(type, shape, values));
        return folder[file];
    }
}
