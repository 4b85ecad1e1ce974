using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary>
/// <c>sample</c>: how long a preset takes to make images, in the blocks in which every part of Figment asks for them.
/// </summary>
internal static class SampleCommand
{
    private static readonly Argument<string> Preset = BenchmarkOptions.Preset(
        "The preset whose sampler is timed; its weights are those it begins with"
    );
    private static readonly Option<int> Count = BenchmarkOptions.Number("--count", "Images per round", 10_000);
    private static readonly Option<int> Rounds = BenchmarkOptions.Number("--rounds", "Rounds, after one to warm up", 5);
    private static readonly Option<int> Threads = BenchmarkOptions.Number("--threads", "Threads to compute with", 2);
    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new("sample", "Time to make many images, and images per second")
        {
            Preset,
            Count,
            Rounds,
            Threads,
            Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        int count = parsed.GetValue(Count),
            threads = parsed.GetValue(Threads);
        TorchLibrary.Load();
        torch.set_num_threads(threads);
        using ImageDataset data = Datasets.Mnist();
        using ImageModel model = FigmentLoop.Create(parsed.GetValue(Preset)!, data);

        List<double> times = [];
        for (int round = -1; round < parsed.GetValue(Rounds); round++)
        {
            long start = Stopwatch.GetTimestamp();
            foreach (torch.Tensor block in model.SampleBlocks(count, new SampleOptions { Seed = round }))
                block.Dispose();
            if (round >= 0)
                times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double perSecond = count / times.Median() * 1000;
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{parsed.GetValue(Preset)}: {count} images in {times.Median():F0} ms (fastest {times.Min():F0}), "
                    + $"{perSecond:F0} a second, {threads} threads"
            )
        );
        if (parsed.GetValue(Json))
        {
            output.WriteJson(
                new
                {
                    Preset = parsed.GetValue(Preset),
                    Count = count,
                    Threads = threads,
                    MedianMs = Math.Round(times.Median(), 3),
                    MinMs = Math.Round(times.Min(), 3),
                    ImagesPerSecond = Math.Round(perSecond),
                }
            );
        }

        return 0;
    }
}
