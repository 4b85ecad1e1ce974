using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Figment.Data;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Formats;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Onnx;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Tests.Models;
using Figment.Training;
using ImageMagick;
using TorchSharp;

namespace Figment.Tests.Fuzzing;

/// <summary>
/// Every parser is given damaged files: <c>FIGMENT_FUZZ_INPUTS</c> each, 1,000 by default, starting with the seed
/// <c>FIGMENT_FUZZ_SEED</c>. It accepts them or refuses them with an error for users, within seconds, and uses no more memory
/// than stated.
/// </summary>
public sealed partial class ParserFuzzTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Slowest = TimeSpan.FromSeconds(5);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Idx() =>
        Fuzz("IDX", [IdxImages(3, 4, 5), [0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3]], path => IdxFile.Read(path), megabytes: 1);

    [Fact]
    public void Gzipped_idx() =>
        Fuzz("IDX, gzipped", [Gzip(IdxImages(9, 28, 28)), Gzip(IdxImages(1, 2, 3))], path => IdxFile.Read(path), megabytes: 8);

    [Fact]
    public void Numpy_images() =>
        Fuzz(
            "NPY",
            [
                Npy("|u1", "(2, 3, 4)", 24),
                Npy("<f4", "(1, 2, 2, 3)", 48),
                Npy("<f2", "(2, 3, 3)", 36),
                Npy("|b1", "(2, 2, 3)", 12),
                Npy("<f4", "(2, 2, 3)", 48, isFortran: true),
            ],
            path => NumpyImages.Read(path, null).Dispose(),
            megabytes: 1,
            ".npy"
        );

    [Fact]
    public void Numpy_archives()
    {
        using MemoryStream stored = new(),
            packed = new();
        foreach (
            (MemoryStream file, CompressionLevel level) in ((MemoryStream, CompressionLevel)[])
                [(stored, CompressionLevel.NoCompression), (packed, CompressionLevel.Optimal)]
        )
        {
            using ZipArchive zip = new(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (
                (string name, byte[] array) in ((string, byte[])[])
                    [
                        ("x_train", Npy("|u1", "(2, 3, 3)", 18)),
                        ("y_train", Npy("<i8", "(2,)", 16)),
                        ("x_test", Npy("<f4", "(1, 3, 3)", 36, isFortran: true)),
                    ]
            )
            {
                using Stream entry = zip.CreateEntry($"{name}.npy", level).Open();
                entry.Write(array);
            }
        }

        Fuzz(
            "NPZ",
            [stored.ToArray(), packed.ToArray()],
            path =>
            {
                foreach (DataPart part in (DataPart[])[DataPart.Train, DataPart.Test])
                    NumpyImages.Read(path, null, part).Dispose();
            },
            megabytes: 64,
            ".npz"
        );
    }

    [Fact]
    public void Picture_kinds()
    {
        using MagickImage image = new(MagickColors.Coral, 9, 7) { AnimationDelay = 5 };
        using MagickImageCollection frames = [image, new MagickImage(MagickColors.Navy, 9, 7) { AnimationDelay = 5 }];
        byte[] exif = [.. "II*\0\x08\0\0\0"u8, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        byte[][] good =
        [
            .. new[] { MagickFormat.Gif, MagickFormat.WebP, MagickFormat.Tiff }.Select(frames.ToByteArray),
            Png.Write(
                4,
                2,
                [1, 2, 3, 4, 5, 6, 7, 8],
                before: [.. Png.Chunk("acTL", [0, 0, 0, 2, 0, 0, 0, 0]), .. Png.Chunk("gAMA", [0, 1, 0x86, 0xa0])],
                after: Png.Chunk("eXIf", exif)
            ),
            Tiff.Write(2, 2, new byte[8], bits: 16, isBigEndian: true, more: [(274, 3, 6), (254, 4, 0)]),
            Tiff.Write(2, 2, new byte[16], bits: 32, sampleFormat: 3, more: [(274, 3, 6)]),
        ];

        Fuzz(
            "picture kinds",
            good,
            path =>
            {
                byte[] file = File.ReadAllBytes(path);
                _ = PictureFormat.OfContent(file);
                PictureDecoder.Measure(file);
                PictureDecoder.Decode(file);
            },
            megabytes: 128
        );
    }

    [Fact]
    public void Safetensors()
    {
        using (torch.NewDisposeScope())
        {
            SafeTensorsFile.Write(
                folder["a"],
                [("w", torch.arange(12).reshape(3, 4)), ("b", torch.ones(3))],
                new Dictionary<string, string> { ["step"] = "7" }
            );
            SafeTensorsFile.Write(folder["b"], [("e", torch.zeros([0, 5])), ("h", torch.ones([2], torch.ScalarType.BFloat16))]);
        }

        Fuzz(
            "safetensors",
            [File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"])],
            path => SafeTensorsFile.Read(path).Dispose(),
            megabytes: 2
        );
    }

    [Fact]
    public void Checkpoints()
    {
        RunCheckpoints checkpoints = new(folder.Root, "tiny", DataKinds.All[0]);
        using Gan model = new(TinyGan.Generator, TinyGan.Discriminator(), TinyGan.Plain);
        checkpoints.Save(
            model,
            new RunState
            {
                Training = new TrainingState
                {
                    Step = 5,
                    Measured = [new("d_loss", 0.5)],
                    MeasuredSteps = 2,
                },
                MetricsLength = 10,
            },
            _ => false
        );
        byte[] good = File.ReadAllBytes(checkpoints.FileOf(5));

        Fuzz(
            "checkpoint",
            [good],
            path =>
            {
                File.Move(path, checkpoints.FileOf(5), overwrite: true);
                checkpoints.Load(model, 5);
            },
            megabytes: 2
        );
        File.WriteAllBytes(checkpoints.FileOf(5), good);
        Assert.Equal(5, checkpoints.Load(model, 5).Training.Step);
    }

    [Fact]
    public void Run_options()
    {
        RunOptions options = new()
        {
            Preset = "classic",
            Model = OptionsJson.ToElement(new ClassicGanOptions()),
            Training = new TrainingOptions(),
            Data = new ImageRunData(
                "mnist",
                "mnist",
                60_000,
                [new RunClass("0", 6000), new RunClass("1", 54_000)],
                new ImageShape(1, 28, 28),
                new string('a', 64)
            ),
            Environment = new RunEnvironment("0.1.0", "2.10", "Debian", "cpu", 2),
            Resumes = [new RunResume(5, ["length: 1 steps → 2 steps"], new RunEnvironment("0.1.0", "2.10", "Debian", "cpu", 2))],
        };
        string text = RunOptionsJson.Write(options);
        Fuzz(
            "options.json",
            [Encoding.UTF8.GetBytes(text), Encoding.UTF8.GetBytes(text.Replace("\n", "", StringComparison.Ordinal))],
            path =>
            {
                File.Move(path, folder["options.json"], overwrite: true);
                RunOptions read = RunFolder.Open(folder.Root).Options;
                try
                {
                    OptionsValidator.ThrowIfInvalid(ModelCatalog.Find(read.Preset).OfRun(read.Model).Options, read.Training);
                }
                catch (OptionsException)
                {
                    // Values out of range are refused where they are used.
                }
            },
            megabytes: 1
        );
    }

    [Fact]
    public void Metrics() =>
        Fuzz(
            "metrics.jsonl",
            [
                Encoding.UTF8.GetBytes(
                    string.Concat(
                        Enumerable
                            .Range(1, 4)
                            .Select(i =>
                                $"{{\"step\":{i},\"images\":{i * 8},\"seconds\":0.5,\"d_loss\":0.25,\"g_loss\":\"NaN\"}}\n"
                            )
                    )
                ),
                Encoding.UTF8.GetBytes(
                    "{\"step\":8,\"images\":64,\"seconds\":1.5,\"rollback\":{\"from\":9,\"to\":8,\"images\":72,"
                        + "\"seconds\":1.5,\"notFinite\":[\"loss\"],\"rateFactor\":0.5,\"number\":1}}\n"
                ),
            ],
            path => MetricsLog.Read(path),
            megabytes: 1
        );

    [Fact]
    public void Pictures()
    {
        using MagickImage image = new(MagickColors.Coral, 9, 7);
        byte[][] good =
        [
            .. new[]
            {
                MagickFormat.Png,
                MagickFormat.Jpeg,
                MagickFormat.Gif,
                MagickFormat.Bmp,
                MagickFormat.WebP,
                MagickFormat.Tiff,
            }.Select(image.ToByteArray),
        ];

        Fuzz("pictures", good, path => PictureDecoder.Decode(path), megabytes: 128);
    }

    [Fact]
    public void Archives()
    {
        using MemoryStream packed = new();
        using (ZipArchive zip = new(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (string name in (string[])["cats/a.png", "dogs/b.png"])
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Png.Write(3, 2, [1, 2, 3, 4, 5, 6]));
            }
        }

        Fuzz("ZIP", [packed.ToArray()], path => ImageDataset.FromFolder(path).Dispose(), megabytes: 256, ".zip");
    }

    [Fact]
    public void Cifar() =>
        Fuzz(
            "CIFAR-10",
            [
                [1, .. new byte[3072], 9, .. new byte[3072]],
            ],
            path => Datasets.Open(path).Dispose(),
            megabytes: 1,
            ".bin"
        );

    [Fact]
    public void Packs()
    {
        using (torch.NewDisposeScope())
        {
            PackCard card = new(
                "pets",
                new ImageShape(3, 2, 2),
                3,
                ["cats", "dogs"],
                new string('a', 64),
                0.5,
                0.25,
                ["A note."],
                new PictureOptions { Size = 8 }
            );
            SafeTensorsFile.Write(
                folder["a"],
                [("pixels", torch.zeros([3, 3, 2, 2], torch.ScalarType.Byte)), ("labels", torch.tensor(new byte[] { 0, 1, 1 }))],
                card.ToMetadata()
            );
            SafeTensorsFile.Write(
                folder["b"],
                [("pixels", torch.zeros([2, 1, 4, 4], torch.ScalarType.Byte))],
                (card with { Classes = null, Pictures = null }).ToMetadata()
            );
        }

        Fuzz(
            "packed data",
            [File.ReadAllBytes(folder["a"]), File.ReadAllBytes(folder["b"])],
            path =>
            {
                using ImageDataset data = Datasets.Open(path);
                using torch.Tensor pixels = data.Pixels(0, data.Count);
            },
            megabytes: 2,
            ".safetensors"
        );
    }

    [Fact]
    public void Onnx() =>
        Fuzz(
            "ONNX",
            [
                new OnnxFile()
                    .Input("x", -1, 1, 2, 2)
                    .Output("features", -1, 3)
                    .Weights("w", [4, 3], [.. Enumerable.Range(0, 12).Select(i => (float)i)])
                    .Node("Flatten", "x", "flat")
                    .Node("MatMul", "flat w", "features")
                    .Metadata("figment.range", "0..1")
                    .ToArray(),
            ],
            path => OnnxExtractor.Load(path).Dispose(),
            megabytes: 16,
            ".onnx"
        );

    [Fact]
    public void Classifiers()
    {
        byte[] good = File.ReadAllBytes(
            Path.Combine(Repository.Root, "src/Figment/Evaluation/Images/Classifiers/mnist.safetensors")
        );

        // A tenth of the inputs, since each is 600 KB. Tensors are not counted: TorchSharp's own count grows by one with every
        // parameter that a layer is built with, and networks are built here (the memory does not: 22 MB after 1,000 of them).
        Fuzz(
            "classifier",
            [good],
            path => ClassifierExtractor.Load(path).Dispose(),
            megabytes: 4,
            part: 10,
            countsTensors: false
        );
    }

    /// <summary>Gives a parser damaged files.</summary>
    /// <param name="parser">The name of the parser.</param>
    /// <param name="good">Files that the parser accepts.</param>
    /// <param name="parse">Reads a file.</param>
    /// <param name="megabytes">How much managed memory a file may cost, in addition to ten times its own size.</param>
    /// <param name="extension">The extension of the file's name.</param>
    /// <param name="part">Only one in this many inputs is tried.</param>
    /// <param name="countsTensors">Whether to check that no tensor is left behind.</param>
    private void Fuzz(
        string parser,
        IReadOnlyList<byte[]> good,
        Action<string> parse,
        long megabytes,
        string extension = "",
        int part = 1,
        bool countsTensors = true
    )
    {
        int inputs = (Number("FIGMENT_FUZZ_INPUTS") ?? 1_000) / part,
            first = Number("FIGMENT_FUZZ_SEED") ?? 1,
            accepted = 0;
        string path = folder["input" + extension];
        foreach (byte[] file in good)
        {
            File.WriteAllBytes(path, file);
            parse(path); // what is whole is taken
        }

        _ = WordTable.Keys; // read once per process, so it must not count against the first file that is refused

        long tensors = LiveTensors.Count(),
            most = 0;
        double slowest = 0;
        for (int seed = first; seed < first + inputs; seed++)
        {
            byte[] file = new Mutation(seed).Of(good);
            File.WriteAllBytes(path, file);
            long before = GC.GetAllocatedBytesForCurrentThread(),
                start = Stopwatch.GetTimestamp();
            try
            {
                parse(path);
                accepted++;
            }
            catch (Exception e) when (e is FigmentException)
            {
                if (e.Message.Length is < 10 or > 4_000)
                    Assert.Fail($"{parser}, seed {seed} ({Keep(parser, seed, file)}): {e.Message}");
            }
            catch (Exception e)
            {
                Assert.Fail($"{parser}, seed {seed} ({Keep(parser, seed, file)}): {e}");
            }

            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            slowest = Math.Max(slowest, seconds);
            most = Math.Max(most, allocated);
            if (seconds > Slowest.TotalSeconds || allocated > (megabytes << 20) + (10L * file.Length))
                Assert.Fail(
                    $"{parser}, seed {seed} ({Keep(parser, seed, file)}): {seconds:F1} s and {allocated >> 20} MB for a file "
                        + $"of {file.Length} bytes"
                );
        }

        if (countsTensors)
            Assert.Equal(tensors, LiveTensors.Count());
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{parser, -14} {inputs, 9:N0} inputs  {accepted, 8:N0} accepted  {inputs - accepted, 8:N0} refused  slowest "
                    + $"{slowest * 1000, 6:F1} ms  most allocated {most / 1048576.0, 6:F2} MB"
            )
        );
    }

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is string text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>Saves an input that made a parser fail.</summary>
    private static string Keep(string parser, int seed, byte[] file)
    {
        string path = Path.Combine(Repository.Root, "artifacts", "fuzz", $"{parser}-{seed}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, file);
        return path;
    }

    private static byte[] IdxImages(byte count, byte height, byte width) =>
        [
            0,
            0,
            8,
            3,
            0,
            0,
            0,
            count,
            0,
            0,
            0,
            height,
            0,
            0,
            0,
            width,
            .. Enumerable.Range(0, count * height * width).Select(i => (byte)i),
        ];

    private static byte[] Gzip(byte[] plain)
    {
        using MemoryStream buffer = new();
        using (GZipStream zip = new(buffer, CompressionLevel.Optimal))
            zip.Write(plain);
        return buffer.ToArray();
    }

    private static byte[] Npy(string type, string shape, int length, bool isFortran = false)
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {isFortran}, 'shape': {shape}, }}".PadRight(117) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. new byte[length]];
    }
}
