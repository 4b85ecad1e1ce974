using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Figment.Data.Images;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary>
/// <c>large-data</c>: packs a large data set and compares steps on it with steps on MNIST in memory, in turn: once with the file
/// in the system's page cache, once with the file evicted before each turn.
/// </summary>
internal static class LargeDataCommand
{
    private static readonly Argument<string> Preset = BenchmarkOptions.Preset("The preset to train");
    private static readonly Option<string> Folder = new("--folder")
    {
        Description = "Where the files are made; what is there already is used",
        HelpName = "DIR",
        Required = true,
    };
    private static readonly Option<int> Count = BenchmarkOptions.Number("--count", "Images", 1_000_000);
    private static readonly Option<int> Steps = BenchmarkOptions.Number("--steps", "Steps per turn", 200);
    private static readonly Option<int> Rounds = BenchmarkOptions.Number("--rounds", "Turns of each", 5);

    internal static Command Create()
    {
        Command command = new(
            "large-data",
            "Steps on a packed data set of a million images against steps on MNIST in memory, in turns"
        )
        {
            Preset,
            Folder,
            Count,
            Steps,
            Rounds,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        string array = Path.Combine(parsed.GetValue(Folder)!, "large.npy"),
            packed = Path.Combine(parsed.GetValue(Folder)!, $"large{DataPack.Extension}");
        using ImageDataset mnist = Datasets.Mnist();
        if (!File.Exists(packed))
        {
            WriteArray(array, mnist, parsed.GetValue(Count));
            long start = Stopwatch.GetTimestamp();
            DataPack.Write(array, packed);
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"packing {new FileInfo(packed).Length / 1e6:F0} MB took {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s"
                )
            );
        }

        using ImageDataset large = Datasets.Open(packed);
        string preset = parsed.GetValue(Preset)!;
        int steps = parsed.GetValue(Steps);
        using FigmentLoop inMemory =
                new(FigmentLoop.Create(preset, mnist, changes: ["conditional=false"]), mnist, batchSize: 128),
            onDisk = new(FigmentLoop.Create(preset, large), large, batchSize: 128);
        List<(double Memory, double Warm, double Cold)> medians = [];
        foreach (IStepLoop loop in (IStepLoop[])[inMemory, onDisk])
            loop.Run(30); // what is compiled and allocated once
        for (int round = 0; round < parsed.GetValue(Rounds); round++)
        {
            double memory = inMemory.Run(steps).Milliseconds.Median(),
                warm = onDisk.Run(steps).Milliseconds.Median();
            ThrowOut(packed);
            medians.Add((memory, warm, onDisk.Run(steps).Milliseconds.Median()));
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"ms per step: MNIST in memory {memory:F2}, {large.Count:N0} packed images in the page cache {warm:F2} "
                        + $"({warm / memory:F3}), thrown out of it {medians[^1].Cold:F2} ({medians[^1].Cold / memory:F3})"
                )
            );
        }

        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"medians of the ratios of {medians.Count} turns: cached "
                    + $"{medians.Select(each => each.Warm / each.Memory).Median():F3}, not cached "
                    + $"{medians.Select(each => each.Cold / each.Memory).Median():F3}"
            )
        );
        return 0;
    }

    /// <summary>MNIST's digits over and over, each time a little darker, so that no two are the same.</summary>
    private static void WriteArray(string path, ImageDataset mnist, int count)
    {
        byte[] digits;
        using (torch.NewDisposeScope())
            digits = mnist
                .Gather(torch.arange(mnist.Count, torch.ScalarType.Int64))
                .Items.mul(255)
                .round()
                .to(torch.ScalarType.Byte)
                .data<byte>()
                .ToArray();
        string header = $"{{'descr': '|u1', 'fortran_order': False, 'shape': ({count}, 28, 28), }}".PadRight(117) + "\n";
        using FileStream stream = File.Create(path);
        stream.Write([0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. System.Text.Encoding.ASCII.GetBytes(header)]);
        byte[] image = new byte[784];
        for (int i = 0; i < count; i++)
        {
            double light = 1 - (0.02 * (i / mnist.Count));
            for (int p = 0; p < image.Length; p++)
                image[p] = (byte)(digits[(i % mnist.Count * 784) + p] * light);
            stream.Write(image);
        }
    }

    /// <summary>Asks the system to forget a file's pages, so that the next steps read from the disk.</summary>
    private static void ThrowOut(string path)
    {
        using Process process = Process.Start(
            new ProcessStartInfo("dd", [$"if={path}", "iflag=nocache", "count=0", "status=none"])
        )!;
        process.WaitForExit();
    }
}
