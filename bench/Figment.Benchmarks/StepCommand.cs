using System.CommandLine;
using Figment.Backend;
using Figment.Benchmarks.HandWritten;
using Figment.Data.Images;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary>
/// <c>step</c>: how long one training step takes, compared with the limit and with the same step written by hand.
/// </summary>
internal static class StepCommand
{
    private static readonly Argument<string> Preset = BenchmarkOptions.Preset(
        "The preset to train; by hand in fp32 only, and with its default options"
    );
    private static readonly Option<string> Precision = new Option<string>("--precision")
    {
        Description = "What networks compute in",
        DefaultValueFactory = _ => "fp32",
    }.AcceptOnlyFromAmong([.. ComputePrecision.Names]);
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Change an option of the preset",
        HelpName = "NAME=VALUE",
    };
    private static readonly Option<int> Steps = BenchmarkOptions.Number("--steps", "Steps per round", 200);
    private static readonly Option<int> Threads = BenchmarkOptions.Number("--threads", "Threads to compute with", 2);
    private static readonly Option<int> Rounds = BenchmarkOptions.Number(
        "--rounds",
        "Rounds; in each, every loop has its turn",
        5
    );
    private static readonly Option<int> Batch = BenchmarkOptions.Number("--batch", "Images per step", 128, least: 2);
    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new("step", "Time per training step: Figment, by hand in TorchSharp, the matrix products alone")
        {
            Preset,
            Precision,
            Set,
            Steps,
            Threads,
            Rounds,
            Batch,
            Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        int steps = parsed.GetValue(Steps),
            threads = parsed.GetValue(Threads),
            batch = parsed.GetValue(Batch);
        string preset = parsed.GetValue(Preset)!;
        TorchLibrary.Load();
        torch.set_num_threads(threads);
        torch.ScalarType precision = ComputePrecision.Resolve(
            parsed.GetValue(Precision)!,
            AutoPrecision.For(ModelCatalog.Find(preset), Processor.Here.Kind).Precision
        );

        // Figment warms up first, so that the peak memory of the process up to then is Figment's own.
        using ImageDataset data = Datasets.Mnist();
        ImageModel model = FigmentLoop.Create(preset, data, precision, parsed.GetValue(Set));
        using FigmentLoop figment = new(model, data, batch);
        figment.Run(steps);
        double figmentPeak = ResidentMemory.PeakMegabytes;

        using MatrixProducts limit = Products(model, data, batch);
        limit.Run(steps);
        bool isWrittenByHand = precision == torch.ScalarType.Float32 && parsed.GetValue(Set) is null or [];
        using HandWrittenLoop? handWritten = isWrittenByHand ? HandWrittenCatalog.Create(preset, data, batch, model) : null;
        handWritten?.Run(steps);

        List<(StepTimes Figment, StepTimes? HandWritten, StepTimes Limit)> rounds = [];
        for (int round = 0; round < parsed.GetValue(Rounds); round++)
            rounds.Add(Round(steps, figment, handWritten, limit, figmentFirst: round % 2 == 0));

        StepReport report = StepReport.Of(rounds, limit.GigaFlops) with
        {
            Preset = preset,
            Precision = ComputePrecision.NameOf(precision),
            Batch = batch,
            Threads = threads,
            Steps = steps,
            KeepsMemory = KeptMemory.IsOn,
            PeakRssMb = Math.Round(figmentPeak),
        };
        report.Print(parsed.InvocationConfiguration.Output);
        if (parsed.GetValue(Json))
            parsed.InvocationConfiguration.Output.WriteJson(report);
        return 0;
    }

    private static MatrixProducts Products(ImageModel model, ImageDataset data, int batch)
    {
        using torch.Generator random = new SeededRandom(0).Generator("step");
        using DisposeScope scope = torch.NewDisposeScope();
        return new MatrixProducts(model, data.Gather(torch.arange(batch, torch.ScalarType.Int64)), random);
    }

    /// <summary>One turn each, close together, in alternating order, so that a busy moment of the machine favours none.</summary>
    private static (StepTimes Figment, StepTimes? HandWritten, StepTimes Limit) Round(
        int steps,
        FigmentLoop figment,
        HandWrittenLoop? handWritten,
        MatrixProducts limit,
        bool figmentFirst
    )
    {
        StepTimes? first = figmentFirst ? Turn(figment, steps) : null;
        StepTimes? second = handWritten is null ? null : Turn(handWritten, steps);
        first ??= Turn(figment, steps);
        return (first, second, Turn(limit, steps));
    }

    // A turn must not pay for the garbage that the turn before it left.
    private static StepTimes Turn(IStepLoop loop, int steps)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return loop.Run(steps);
    }
}
