using System.Diagnostics;
using System.Globalization;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Data.Texts;
using Figment.Models;
using Figment.Training;
using static TorchSharp.torch;

/// <summary>
/// What part of a step processes spend in sums: how long sums take once all have come to them, and how long a process waits there
/// for the others. One thread in each process, bfloat16.
/// </summary>
internal static class TimedTraining
{
    private const int WarmUp = 10;

    /// <summary>Prints a line for each preset; all where none is named.</summary>
    internal static void Run(ITrainingGroup processes, int steps, IReadOnlyList<string> presets)
    {
        TorchLibrary.Load();
        set_num_threads(1);
        if (processes.Rank == 0)
            Console.WriteLine("preset         step ms   bytes a step   sums ms   of the step   waiting ms");
        foreach (ModelPreset preset in ModelCatalog.Presets.Where(preset => presets.Count == 0 || presets.Contains(preset.Name)))
        {
            using Dataset data = preset.Data == ModelCatalog.Presets[0].Data ? Datasets.Mnist() : TextSources.Open(preset.Data);
            using TrainableModel model = preset.Create(
                preset.OptionsFor(data.Description),
                data.Description,
                new SeededRandom(0)
            );
            model.ComputeIn(ScalarType.BFloat16);
            TrainingOptions options = new()
            {
                BatchSize = preset.BatchSize,
                ReportEvery = 1_000,
                SampleEvery = 1_000_000,
                SampleCount = 1,
            };
            TimedGroup group = new(processes);
            double Train(int count)
            {
                group.Clear();
                long start = Stopwatch.GetTimestamp();
                Trainer.Fit(group, model, data, options with { Length = TrainingLength.OfSteps(count) });
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }

            Train(WarmUp);
            double begin = Train(WarmUp),
                step = (Train(WarmUp + steps) - begin) / steps,
                sums = group.Summing.TotalMilliseconds / (WarmUp + steps);
            double waiting = group.Waiting.TotalMilliseconds / (WarmUp + steps);
            if (processes.Rank > 0)
                continue;
            long bytes = group.Bytes / (WarmUp + steps);
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{preset.Name, -12} {step, 9:F2} {bytes, 14:N0} {sums, 9:F2} {sums / step, 13:P1} {waiting, 12:F2}"
                )
            );
        }
    }
}
