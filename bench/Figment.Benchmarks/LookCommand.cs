using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Models;
using Figment.Models.Images;
using Figment.Runs.Images;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary><c>look</c>: what part of the training time it takes to look at the samples while a preset trains.</summary>
internal static class LookCommand
{
    private const int BatchSize = 128,
        StepsPerRound = 100,
        Rounds = 5;
    private static readonly Argument<string> Preset = BenchmarkOptions.Preset("The preset to train");
    private static readonly Option<string> Precision = new Option<string>("--precision")
    {
        Description = "What networks learn in",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong([.. ComputePrecision.Names]);
    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new(
            "look",
            "Time to judge the samples as training does, as a share of the training between two looks; both in turn, medians"
        )
        {
            Preset,
            Precision,
            Json,
        };
        command.SetAction(Execute);
        return command;
    }

    private static int Execute(ParseResult parsed)
    {
        using ImageDataset data = Datasets.Mnist();
        using FeatureExtractor extractor = Extractors.Open(Extractors.Auto, data);
        using LiveEvaluator evaluator = new(data, extractor, seed: 0);
        string preset = parsed.GetValue(Preset)!;
        torch.ScalarType precision = ComputePrecision.Resolve(
            parsed.GetValue(Precision)!,
            AutoPrecision.For(ModelCatalog.Find(preset), Processor.Here.Kind).Precision
        );
        using FigmentLoop loop = new(FigmentLoop.Create(preset, data, precision), data, BatchSize);
        using ImageModel model = FigmentLoop.Create(preset, data, precision);

        long images = 0;
        while (!evaluator.IsDue(model, images, isLast: false))
            images += BatchSize;
        double steps = images / (double)BatchSize;
        evaluator.Look(model, 0); // looks at the real images too, once in a run
        loop.Run(StepsPerRound);

        List<double> step = [],
            look = [];
        for (int round = 0; round < Rounds; round++)
        {
            step.Add(loop.Run(StepsPerRound).Median);
            long start = Stopwatch.GetTimestamp();
            evaluator.Look(model, 0);
            look.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        double share = look.Median() / (steps * step.Median());
        parsed.InvocationConfiguration.Output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"a look takes {look.Median():F0} ms, a step {step.Median():F1} ms, one look for {steps:F0} steps: "
                    + $"{share * 100:F1}% of the training time"
            )
        );
        if (parsed.GetValue(Json))
            parsed.InvocationConfiguration.Output.WriteJson(
                new
                {
                    Preset = preset,
                    MedianMs = Math.Round(look.Median(), 3),
                    MinMs = Math.Round(look.Min(), 3),
                    StepMs = Math.Round(step.Median(), 3),
                    Share = Math.Round(share, 4),
                }
            );
        return 0;
    }
}
