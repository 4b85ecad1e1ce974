using System.CommandLine;
using System.Globalization;
using Figment.Data.Images;
using Figment.Models.Images;
using Figment.Training;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary><c>memory</c>: whether native memory stays flat while a preset trains, reports and draws.</summary>
internal static class MemoryCommand
{
    private static readonly long[] Marks = [10, 100, 250, 500, 1000];
    private static readonly Argument<string> Preset = BenchmarkOptions.Preset("The preset to train");
    private static readonly Option<int> Steps = BenchmarkOptions.Number(
        "--steps",
        "Steps to train; the count after step 10 is compared with later ones",
        1000,
        least: 100
    );
    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new(
            "memory",
            "Live native tensors and resident memory in the course of a training; fails if the tensors grow in number"
        )
        {
            Preset,
            Steps,
            Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        TextWriter output = parsed.InvocationConfiguration.Output;
        using ImageDataset data = Datasets.Mnist();
        using ImageModel model = FigmentLoop.Create(parsed.GetValue(Preset)!, data);
        Watch watch = new(output);
        output.WriteLine($"{"step", 6} {"live tensors", 13} {"resident MB", 12}");
        Trainer.Fit(
            model,
            data,
            new TrainingOptions { Length = TrainingLength.OfSteps(parsed.GetValue(Steps)), SampleEvery = 50 },
            watch
        );

        long grown = watch.Last.Tensors - watch.First.Tensors;
        double megabytes = watch.Last.Megabytes - watch.First.Megabytes;
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"from step {watch.First.Step} to step {watch.Last.Step}: {grown:+0;-0;0} tensors, {megabytes:+0;-0;0} MB; "
                    + $"peak {ResidentMemory.PeakMegabytes:F0} MB"
            )
        );
        if (parsed.GetValue(Json))
            output.WriteJson(
                new
                {
                    Preset = parsed.GetValue(Preset),
                    watch.Readings,
                    PeakRssMb = Math.Round(ResidentMemory.PeakMegabytes),
                }
            );
        if (grown <= 0)
            return 0;
        Console.Error.WriteLine(
            "The number of live tensors grows: something made in a step outlives it. Look for a tensor that leaves its "
                + "dispose scope."
        );
        return 1;
    }

    private sealed record Reading(long Step, long Tensors, double Megabytes);

    private sealed class Watch(TextWriter output) : IProgress<TrainingProgress>
    {
        private readonly List<Reading> readings = [];

        internal IReadOnlyList<Reading> Readings => readings;

        internal Reading First => readings[0];

        internal Reading Last => readings[^1];

        public void Report(TrainingProgress value)
        {
            if (!Marks.Contains(value.Step) && !value.IsLast)
                return;
            readings.Add(new Reading(value.Step, torch.Tensor.TotalCount, Math.Round(ResidentMemory.Megabytes, 1)));
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{Last.Step, 6} {Last.Tensors, 13} {Last.Megabytes, 12:F0}")
            );
        }
    }
}
