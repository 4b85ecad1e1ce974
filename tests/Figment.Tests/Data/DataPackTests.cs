using System.Text;
using Figment.Data;
using Figment.Data.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Runs;
using ImageMagick;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Data;

/// <summary>Packed files hold the data that they were made from, byte for byte, and malicious ones are refused.</summary>
public sealed class DataPackTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_batch_of_more_than_fits_is_refused_in_words_now_and_ahead()
    {
        File.WriteAllBytes(
            folder["one.npy"],
            NumpyFiles.Npy("|u1", "(1, 3, 128, 128)", [.. Enumerable.Range(0, 3 << 14).Select(i => (byte)i)])
        );
        DataPack.Write(folder["one.npy"], folder["one.safetensors"]);
        using ImageDataset data = Datasets.Open(folder["one.safetensors"]);
        using Tensor many = zeros(65_536, ScalarType.Int64);

        Assert.Contains(
            "65,536 images of 3×128×128",
            Assert.Throws<FigmentException>(() => data.Gather(many)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Make the batch smaller",
            Assert.Throws<FigmentException>(() => ((IBatchSource)data).Prefetch(many)).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string> Kinds =>
        ["idx", "idx of colour", "npy", "npy of floats, channels last", "cifar", "folder", "zip", "pack"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_pack_is_what_it_was_made_of_whatever_that_is(string kind)
    {
        string source = Make(kind),
            target = folder["packed.safetensors"];

        DataPack.Write(source, target);

        using ImageDataset expected = Datasets.Open(source),
            packed = Datasets.Open(target);
        AssertSame(expected, packed);
        DataPack.Verify(target);
        Assert.Equal([target], Directory.GetFiles(folder.Root, "packed*"));
    }

    [Fact]
    public void Mnist_packed_is_mnist_and_its_test_part_is_found_beside_it()
    {
        DataPack.Write("mnist", folder["train-digits.safetensors"]);
        DataPack.Write("mnist", folder["test-digits.safetensors"], DataPart.Test);

        using ImageDataset train = Datasets.Open(folder["train-digits.safetensors"]),
            test = Datasets.Open(folder["train-digits.safetensors"], DataPart.Test);
        using ImageDataset mnist = Datasets.Mnist(),
            mnistTest = Datasets.Mnist(DataPart.Test);

        AssertSame(mnist, train);
        AssertSame(mnistTest, test);
        Assert.True(Datasets.HasTestPart(folder["train-digits.safetensors"]));
        Assert.Contains(
            "no test part",
            Assert.Throws<FigmentException>(() => Datasets.Open(folder["test-digits.safetensors"], DataPart.Test)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void It_is_a_safetensors_file_whose_pixels_begin_at_a_whole_page()
    {
        DataPack.Write(Make("cifar"), folder["c.safetensors"]);

        using SafeTensors file = SafeTensorsFile.Read(folder["c.safetensors"]);
        using FileStream stream = File.OpenRead(folder["c.safetensors"]);
        SafeTensorsEntry pixels = SafeTensorsHeader.Read(stream, "c").Entries.Single(entry => entry.Name == "pixels");

        Assert.Equal([3, 3, 32, 32], file.Tensors["pixels"].shape);
        Assert.Equal(ScalarType.Byte, file.Tensors["pixels"].dtype);
        Assert.Equal([3, 0, 9], file.Tensors["labels"].data<byte>().ToArray());
        Assert.Equal(("figment images 1", "cifar-10"), (file.Metadata["format"], file.Metadata["name"]));
        Assert.Equal(0, pixels.Begin % 4096);
    }

    [Fact]
    public void Pictures_are_packed_at_the_size_asked_for_which_then_belongs_to_the_file()
    {
        string source = Make("folder"),
            target = folder["p.safetensors"];
        PictureOptions pictures = new() { Size = 8, Fit = PictureFit.Pad };

        DataPack.Write(source, target, pictures: pictures);

        using ImageDataset expected = Datasets.Open(source, pictures: pictures),
            packed = Datasets.Open(target),
            again = Datasets.Open(target, pictures: pictures);
        AssertSame(expected, packed);
        Assert.Equal((pictures, pictures), (packed.Pictures, again.Pictures));
        Assert.Contains(
            "are already packed as 3×8×8",
            Assert.Throws<FigmentException>(() => Datasets.Open(target, pictures: pictures with { Size = 16 })).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Grey_pictures_become_colour_when_the_first_in_colour_comes_late()
    {
        using MemoryStream stream = new();
        byte[] grey = [.. Enumerable.Range(0, 400_000 * 4).Select(i => (byte)(i * 7919 % 251))],
            colour = [.. Enumerable.Range(0, 12).Select(i => (byte)i)];
        using (PackWriter writer = new(stream, "x"))
        {
            writer.Add(grey, new ImageShape(1, 2, 2));
            writer.Add(colour, new ImageShape(3, 2, 2));
            writer.Add(grey.AsSpan(0, 4), new ImageShape(1, 2, 2));
            writer.Finish("x", null, null, null, [], null);
        }

        File.WriteAllBytes(folder["x.safetensors"], stream.ToArray());
        using ImageDataset packed = Datasets.Open(folder["x.safetensors"]);
        using DisposeScope scope = NewDisposeScope();
        Tensor pixels = packed.Pixels(0, packed.Count),
            first = pixels.narrow(0, 0, 400_000);
        Assert.Equal(400_002, packed.Count);
        Assert.True(first.eq(tensor(grey, [400_000, 1, 2, 2], ScalarType.Byte)).all().item<bool>());
        Assert.Equal(
            [.. colour, .. grey[..4], .. grey[..4], .. grey[..4]],
            pixels.narrow(0, 400_000, 2).contiguous().data<byte>().ToArray()
        );
        DataPack.Verify(folder["x.safetensors"]);
    }

    [Fact]
    public void Training_from_a_pack_gives_the_same_weights_bit_for_bit_also_across_rounds_and_resumed()
    {
        // 48 images in batches of 20: within a batch, the order continues from one round into the next.
        string source = SmallData.WriteIdx(folder.Root);
        DataPack.Write(source, folder["small.safetensors"]);

        RunResult plain = Train(source, "plain", 12),
            packed = Train(folder["small.safetensors"], "packed", 12);
        Train(folder["small.safetensors"], "part", 5);
        RunResult resumed = TrainingRun.Resume(
            new ResumeRequest
            {
                Folder = folder["part"],
                Data = source,
                Training = options => options with { Length = Figment.Training.TrainingLength.OfSteps(12) },
            }
        );

        Assert.Equal(File.ReadAllBytes(plain.Folder.ModelFile), File.ReadAllBytes(packed.Folder.ModelFile));
        Assert.Equal(File.ReadAllBytes(plain.Folder.ModelFile), File.ReadAllBytes(resumed.Folder.ModelFile));
        Assert.Equal(plain.Folder.Options.Data.Sha256, packed.Folder.Options.Data.Sha256);
    }

    [Fact]
    public void What_is_read_ahead_is_used_where_it_is_asked_for_and_dropped_where_not()
    {
        DataPack.Write(SmallData.WriteIdx(folder.Root), folder["small.safetensors"]);
        using ImageDataset memory = Datasets.Open(SmallData.WriteIdx(folder.Root)),
            disk = Datasets.Open(folder["small.safetensors"]);
        using DisposeScope scope = NewDisposeScope();
        Tensor some = tensor(new long[] { 5, 47, 0, 5 }),
            others = tensor(new long[] { 1, 2 });

        ((IBatchSource)disk).Prefetch(some);
        AssertEqual(memory.Gather(others).Items, disk.Gather(others).Items);
        AssertEqual(memory.Gather(some).Items, disk.Gather(some).Items);
        ((IBatchSource)disk).Prefetch(others);
        ((IBatchSource)disk).Prefetch(some);
        AssertEqual(memory.Gather(some).Items, disk.Gather(some).Items);
        Assert.True(((IBatchSource)disk).IsOnDisk && !((IBatchSource)memory).IsOnDisk);
        Assert.Throws<ArgumentOutOfRangeException>(() => disk.Gather(tensor(new long[] { 48 })));
        ((IBatchSource)disk).Prefetch(others); // and nobody asks for the result: disposing waits for it
    }

    [Fact]
    public void A_pack_that_becomes_shorter_while_it_is_read_is_an_error_not_the_end_of_the_process()
    {
        DataPack.Write(SmallData.WriteIdx(folder.Root), folder["small.safetensors"]);
        using ImageDataset disk = Datasets.Open(folder["small.safetensors"]);
        using (FileStream stream = new(folder["small.safetensors"], FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
            stream.SetLength(70_000);
        using DisposeScope scope = NewDisposeScope();
        Tensor last = tensor(new long[] { 47 });

        Assert.Contains(
            "become shorter",
            Assert.Throws<FileFormatException>(() => disk.Gather(last)).Message,
            StringComparison.Ordinal
        );
        ((IBatchSource)disk).Prefetch(last);
        Assert.Contains(
            "become shorter",
            Assert.Throws<FileFormatException>(() => disk.Gather(last)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Cancelled_or_failed_packing_leaves_what_was_there_and_nothing_else()
    {
        string target = folder["old.safetensors"];
        File.WriteAllText(target, "old");
        using CancellationTokenSource cancellation = new();
        ReportList<DataProgress> progress = new(_ => cancellation.Cancel());
        File.WriteAllBytes(
            folder["bad.npy"],
            Npy("<f4", "(2, 2, 2)", [.. Enumerable.Range(0, 8).SelectMany(i => BitConverter.GetBytes((float)i))])
        );

        Assert.ThrowsAny<OperationCanceledException>(() =>
            DataPack.Write(SmallData.WriteIdx(folder.Root), target, progress: progress, cancellationToken: cancellation.Token)
        );
        Assert.Contains(
            "outside [0, 1]",
            Assert.Throws<FileFormatException>(() => DataPack.Write(folder["bad.npy"], target)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "cannot be written",
            Assert.Throws<OutputException>(() => DataPack.Write("mnist", folder["old.safetensors/x.safetensors"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "must end in .safetensors",
            Assert.Throws<OptionsException>(() => DataPack.Write("mnist", folder["x.bin"])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Size, Fit",
            Assert
                .Throws<FigmentException>(() => DataPack.Write("mnist", target, pictures: new PictureOptions { Size = 8 }))
                .Message,
            StringComparison.Ordinal
        );

        Assert.Equal("old", File.ReadAllText(target));
        Assert.Empty(Directory.GetFiles(folder.Root, "*.tmp"));
        Assert.Equal(DataActivity.Packing, progress.All[^1].Activity);
    }

    [Fact]
    public void Broken_pictures_are_left_out_or_an_error_as_they_are_without_packing()
    {
        string source = Make("folder");
        File.WriteAllBytes(Path.Combine(source, "cats", "broken.png"), []);

        Assert.Contains(
            "it is empty",
            Assert.Throws<FileFormatException>(() => DataPack.Write(source, folder["x.safetensors"])).Message,
            StringComparison.Ordinal
        );
        Assert.False(File.Exists(folder["x.safetensors"]));

        PictureOptions pictures = new() { SkipBroken = true };
        DataPack.Write(source, folder["x.safetensors"], pictures: pictures);
        using ImageDataset expected = Datasets.Open(source, pictures: pictures),
            packed = Datasets.Open(folder["x.safetensors"]);
        AssertSame(expected, packed);
        Assert.Contains(packed.Notes, note => note.English.Contains("cats/broken.png", StringComparison.Ordinal));
    }

    [Fact]
    public void A_flipped_bit_is_found_when_asked_for()
    {
        DataPack.Write(Make("cifar"), folder["c.safetensors"]);
        byte[] file = File.ReadAllBytes(folder["c.safetensors"]);
        file[^2000] ^= 1;
        File.WriteAllBytes(folder["c.safetensors"], file);

        Datasets.Open(folder["c.safetensors"]).Dispose();

        Assert.Contains(
            "SHA-256",
            Assert.Throws<FileFormatException>(() => DataPack.Verify(folder["c.safetensors"])).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Refusals =>
        new()
        {
            { "weights", "without packed images" },
            { "floats", "not as bytes with the shape count" },
            { "two channels", "not as bytes with the shape count" },
            { "five labels", "not as one byte for each" },
            { "no format", "lacks 'format'" },
            { "another format", "is of another format" },
            { "no sha", "lacks 'sha256'" },
            { "short sha", "no SHA-256" },
            { "mean of 2", "no number 'mean'" },
            { "classes are no list", "cannot be read" },
            { "no classes", "labels but no class names" },
            { "too few classes", "label 2 occurs, but" },
            { "size of 9999", "cannot be read" },
            { "empty name", "no name" },
            { "cut short", "declares" },
        };

    [Theory]
    [MemberData(nameof(Refusals))]
    public void What_is_no_pack_is_refused_with_words(string what, string words)
    {
        string path = folder["x.safetensors"];
        using (NewDisposeScope())
        {
            Dictionary<string, string> metadata = new PackCard(
                "x",
                new ImageShape(1, 2, 2),
                3,
                ["a", "b", "c"],
                new string('a', 64),
                0.5,
                0.25,
                [],
                new PictureOptions { Size = 8 }
            ).ToMetadata();
            switch (what)
            {
                case "no format":
                    metadata.Remove("format");
                    break;
                case "another format":
                    metadata["format"] = "pt";
                    break;
                case "no sha":
                    metadata.Remove("sha256");
                    break;
                case "short sha":
                    metadata["sha256"] = "abc";
                    break;
                case "mean of 2":
                    metadata["mean"] = "2";
                    break;
                case "classes are no list":
                    metadata["classes"] = "{";
                    break;
                case "no classes":
                    metadata.Remove("classes");
                    break;
                case "too few classes":
                    metadata["classes"] = "[\"a\",\"b\"]";
                    break;
                case "size of 9999":
                    metadata["pictures"] = "{\"size\":9999}";
                    break;
                case "empty name":
                    metadata["name"] = "";
                    break;
            }

            Tensor pixels = zeros(
                [3, what == "two channels" ? 2 : 1, 2, 2],
                what == "floats" ? ScalarType.Float32 : ScalarType.Byte
            );
            Tensor labels = what == "five labels" ? zeros([5], ScalarType.Byte) : tensor(new byte[] { 0, 1, 2 });
            SafeTensorsFile.Write(path, [(what == "weights" ? "w" : "pixels", pixels), ("labels", labels)], metadata);
            if (what == "cut short")
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
        }

        string message = Assert.Throws<FileFormatException>(() => Datasets.Open(path)).Message;
        Assert.Contains(words, message, StringComparison.Ordinal);
    }

    private RunResult Train(string data, string name, long steps) =>
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = ModelCatalog.Find("classic"),
                Training = new()
                {
                    Length = Figment.Training.TrainingLength.OfSteps(steps),
                    BatchSize = 20,
                    SampleEvery = 100,
                },
                Data = data,
                Device = "cpu",
                Folder = folder[name],
            }
        );

    private static void AssertSame(ImageDataset expected, ImageDataset packed)
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(
            (expected.Name, expected.Shape, expected.Count, expected.Sha256, expected.PixelStatistics),
            (packed.Name, packed.Shape, packed.Count, packed.Sha256, packed.PixelStatistics)
        );
        Assert.Equal(expected.ClassNames, packed.ClassNames);
        Assert.Equal(expected.ClassCounts, packed.ClassCounts);
        Assert.Equal(expected.Notes, packed.Notes);
        Assert.Equal(expected.Pictures, packed.Pictures);
        Tensor all = arange(expected.Count, ScalarType.Int64).flip(0);
        AssertEqual(expected.Pixels(all), packed.Pixels(all));
        AssertEqual(expected.Pixels(0, expected.Count), packed.Pixels(0, expected.Count));
        Assert.Equal(expected.Labels(), packed.Labels());
        Assert.Equal(expected.Gather(all).Labels?.data<long>().ToArray(), packed.Gather(all).Labels?.data<long>().ToArray());
    }

    private static void AssertEqual(Tensor expected, Tensor found)
    {
        Assert.Equal(expected.shape, found.shape);
        Assert.True(expected.eq(found).all().item<bool>());
    }

    /// <summary>Makes data of one kind, three images or a few more; returns its path.</summary>
    private string Make(string kind)
    {
        byte[] bytes = [.. Enumerable.Range(0, 3 * 3 * 4 * 5).Select(i => (byte)(i * 7919 % 251))];
        switch (kind)
        {
            case "idx":
                File.WriteAllBytes(folder["some-labels-idx1-ubyte"], DatasetsTests.Idx([9], [1, 0, 3, 3, 1, 0, 0, 2, 1]));
                File.WriteAllBytes(folder["some-images-idx3-ubyte"], DatasetsTests.Idx([9, 4, 5], bytes));
                return folder["some-images-idx3-ubyte"];
            case "idx of colour":
                File.WriteAllBytes(folder["colours.idx"], DatasetsTests.Idx([3, 3, 4, 5], bytes));
                return folder["colours.idx"];
            case "npy":
                File.WriteAllBytes(folder["a.npy"], Npy("|u1", "(9, 4, 5)", bytes));
                return folder["a.npy"];
            case "npy of floats, channels last":
                File.WriteAllBytes(
                    folder["a.npy"],
                    Npy("<f4", "(3, 4, 5, 3)", [.. bytes.SelectMany(value => BitConverter.GetBytes(value / 255f))])
                );
                return folder["a.npy"];
            case "cifar":
                File.WriteAllBytes(
                    folder["data_batch_1.bin"],
                    [
                        .. ((byte[])[3, 0, 9]).SelectMany(label =>
                            (byte[])[label, .. Enumerable.Range(0, 3072).Select(i => (byte)(i * label % 253))]
                        ),
                    ]
                );
                return folder["data_batch_1.bin"];
            case "pack":
                DataPack.Write(Make("folder"), folder["first.safetensors"]);
                return folder["first.safetensors"];
            case "zip":
                System.IO.Compression.ZipFile.CreateFromDirectory(Make("folder"), folder["pets.zip"]);
                return folder["pets.zip"];
            default:
                foreach (
                    (string name, MagickColor colour) in ((string, MagickColor)[])
                        [
                            ("cats/1.png", MagickColors.Gray),
                            ("cats/2 猫.png", MagickColors.White),
                            ("dogs/1.jpg", MagickColors.Coral),
                            ("owls/1.bmp", MagickColors.Gray),
                        ]
                )
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(folder[$"pets/{name}"])!);
                    using MagickImage picture = new(colour, 12, name.StartsWith("owls", StringComparison.Ordinal) ? 40u : 30u);
                    picture.Write(folder[$"pets/{name}"]);
                }

                return folder["pets"];
        }
    }

    private static byte[] Npy(string type, string shape, byte[] content)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. content];
    }

    [Theory]
    [InlineData("photos (1)/", DataPart.Train, "photos-1.safetensors")]
    [InlineData("mnist", DataPart.Test, "test-mnist.safetensors")]
    [InlineData("con", DataPart.Train, "_con.safetensors")]
    public void A_packed_file_is_named_after_its_source_in_characters_that_every_system_takes(
        string source,
        DataPart part,
        string name
    ) => Assert.Equal(name, DataPack.FileNameFor(source, part));
}
