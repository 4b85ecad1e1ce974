using System.Diagnostics;
using Figment.Data.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

public sealed class LongRunTests
{
    private const long MegaByte = 1 << 20;

    [Fact]
    public void Six_hundred_steps_leave_tensors_and_memory_where_they_were()
    {
        Dictionary<long, (long Tensors, long Memory)> seen = [];
        using ImageModel model = TrainerTests.NewModel();
        using ImageDataset data = TrainerTests.Images();
        LiveTensors.Count(); // clears what earlier tests left

        Trainer.Fit(
            model,
            data,
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(600),
                BatchSize = 8,
                SampleEvery = 50,
            },
            TrainingProgress.Listener(report =>
            {
                // Not at each step, since seeing what memory remains takes a full garbage collection.
                if (report.Step is 10 or 100 or 600)
                    seen[report.Step] = (Tensor.TotalCount, Memory());
            })
        );

        Assert.Equal(seen[10].Tensors, seen[600].Tensors);
        Assert.True(
            seen[600].Memory - seen[100].Memory < 30 * MegaByte,
            $"Resident memory went from {seen[100].Memory / MegaByte} MB after 100 steps to {seen[600].Memory / MegaByte} "
                + $"MB after 600."
        );
    }

    /// <summary>The extra cost of a report for checking that gradients are finite, relative to the steps per report.</summary>
    [Fact(Explicit = true)]
    public void The_look_for_numbers_that_ran_away_beside_the_steps_between_two()
    {
        using ImageModel model = TrainerTests.NewModel();
        using ImageDataset data = Datasets.Mnist();
        List<double> ratios = [];
        for (int round = 0; round < 7; round++)
        {
            long start = Stopwatch.GetTimestamp();
            Trainer.Fit(
                model,
                data,
                new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(50),
                    ReportEvery = 1000,
                    SampleEvery = 1000,
                }
            );
            double step = Stopwatch.GetElapsedTime(start).TotalSeconds / 50;
            start = Stopwatch.GetTimestamp();
            for (int k = 0; k < 50; k++)
                Assert.True(model.HadFiniteGradients());
            ratios.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / 50 / step);
        }

        TestContext.Current.TestOutputHelper!.WriteLine(
            $"one look / one step: median {ratios.Order().ElementAt(3):P1} ({ratios.Min():P1} to {ratios.Max():P1})"
        );
    }

    /// <summary>The memory that remains after everything unreachable is gone.</summary>
    private static long Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using Process process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
