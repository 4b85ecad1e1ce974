using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Figment.Backend;
using Figment.Data.Texts;
using Figment.Evaluation.Texts;
using Figment.Models;
using Figment.Models.Texts;
using Figment.Training;
using TorchSharp;

namespace Figment.Benchmarks;

/// <summary>
/// <c>text</c>: a language model trained for some steps or seconds: what a step takes, what it reaches on held-out text, how fast
/// it writes, and how fast its tokenizer is.
/// </summary>
internal static class TextCommand
{
    private const int Written = 2000,
        Together = 32,
        EncodedBytes = 10_000_000;

    private static readonly Argument<string> Data = new("TEXT")
    {
        Description = "A text: a name, or a file",
        DefaultValueFactory = _ => "tinyshakespeare",
    };
    private static readonly Option<string> Precision = new Option<string>("--precision")
    {
        Description = "What networks compute in",
        DefaultValueFactory = _ => "auto",
    }.AcceptOnlyFromAmong([.. ComputePrecision.Names]);
    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Change an option of the preset",
        HelpName = "NAME=VALUE",
    };
    private static readonly Option<int> Steps = BenchmarkOptions.Number("--steps", "Steps to train", 200);
    private static readonly Option<double?> Seconds = new("--seconds") { Description = "Train for so long instead" };
    private static readonly Option<int> Threads = BenchmarkOptions.Number("--threads", "Threads to compute with", 2);
    private static readonly Option<int> Batch = BenchmarkOptions.Number("--batch", "Texts per step", 6, least: 2);
    private static readonly Option<int> Seed = BenchmarkOptions.Number("--seed", "The seed of the run", 0, least: 0);
    private static readonly Option<bool> ByHand = new("--by-hand")
    {
        Description = "Then as many steps by hand in TorchSharp; in fp32 only",
    };

    private static readonly Option<bool> Json = BenchmarkOptions.Json();

    internal static Command Create()
    {
        Command command = new("text", "A language model: time per step, held-out loss, writing, encoding")
        {
            Data,
            Precision,
            Set,
            Steps,
            Seconds,
            Threads,
            Batch,
            Seed,
            ByHand,
            Json,
        };
        command.SetAction((parsed, cancellation) => Task.FromResult(Execute(parsed, cancellation)));
        return command;
    }

    private static int Execute(ParseResult parsed, CancellationToken cancellation)
    {
        TorchLibrary.Load();
        torch.set_num_threads(parsed.GetValue(Threads));
        using TextDataset data = TextSources.Open(parsed.GetValue(Data)!, null, cancellation);
        IEnumerable<string[]> pairs = (parsed.GetValue(Set) ?? []).Select(change => change.Split('=', 2));
        ModelPreset preset = ModelCatalog.Find("gpt").WithChanges(pairs.Select(pair => KeyValuePair.Create(pair[0], pair[^1])));
        torch.ScalarType precision = ComputePrecision.Resolve(
            parsed.GetValue(Precision)!,
            AutoPrecision.For(preset, Processor.Here.Kind).Precision
        );
        TrainingLength length = parsed.GetValue(Seconds) is double seconds
            ? TrainingLength.OfSeconds(seconds)
            : TrainingLength.OfSteps(parsed.GetValue(Steps));
        TrainingOptions training = new()
        {
            Length = length,
            BatchSize = parsed.GetValue(Batch),
            Seed = parsed.GetValue(Seed),
            ReportEvery = 1000,
        };
        ModelOptions options = preset.OptionsFor(data.Description, training.Plan);
        using TextModel model = (
            (TextModel)preset.Create(options, data.Description, new SeededRandom(parsed.GetValue(Seed)))
        ).ComputeIn(precision);

        Readings clock = new();
        TrainingResult result = Trainer.Fit(model, data, training, clock: clock, cancellationToken: cancellation);
        StepTimes? byHand =
            precision == torch.ScalarType.Float32 && parsed.GetValue(ByHand)
                ? StepsByHand(model, (GptOptions)options, data, training.BatchSize, (int)result.Steps)
                : null;
        TextLoss loss = TextLoss.Of(model, data.HeldOut, cancellationToken: cancellation);
        TextLoss? short_ =
            model.Context > 64 ? TextLoss.Of(model, data.HeldOut, context: 64, cancellationToken: cancellation) : null;
        Report report = new(
            ComputePrecision.NameOf(precision),
            parsed.GetValue(Threads),
            result.Steps,
            Math.Round(result.Elapsed.TotalSeconds, 1),
            Math.Round(clock.Median, 2),
            Math.Round(clock.Least, 2),
            Rounded(byHand?.Median),
            Rounded(byHand?.Min),
            KeptMemory.IsOn,
            Math.Round(loss.NatsPerToken, 4),
            Math.Round(loss.BitsPerByte, 4),
            short_ is null ? null : Math.Round(short_.NatsPerToken, 4),
            Writing(model, 1),
            Writing(model, Together),
            Encoding(model, data)
        );
        TextWriter output = parsed.InvocationConfiguration.Output;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report}"));
        if (parsed.GetValue(Json))
            output.WriteJson(report);
        return 0;
    }

    private static StepTimes StepsByHand(TextModel model, GptOptions options, TextDataset data, int batch, int steps)
    {
        using HandWritten.Gpt loop = new(model, options, data, batch);
        return loop.Run(steps);
    }

    private static double? Rounded(double? value) => value is double known ? Math.Round(known, 2) : null;

    /// <summary>
    /// Tokens per second when several texts are written side by side, within the context: the best of several runs.
    /// </summary>
    private static double Writing(TextModel model, int texts)
    {
        double best = 0;
        for (int made = 0, seed = 0; made < Written; seed++)
        {
            int tokens = model.Context - 2;
            long start = Stopwatch.GetTimestamp();
            _ = model.Write(
                texts,
                new TextOptions
                {
                    Tokens = tokens,
                    Seed = seed,
                    Temperature = 1,
                }
            );
            best = Math.Max(best, texts * tokens / Stopwatch.GetElapsedTime(start).TotalSeconds);
            made += tokens;
        }

        return Math.Round(best);
    }

    /// <summary>Megabytes of text per second that become tokens.</summary>
    private static double Encoding(TextModel model, TextDataset data)
    {
        byte[] text = data.Texts[0].ToArray();
        TokenEncoder encoder = model.Tokenizer.NewEncoder();
        System.Buffers.ArrayBufferWriter<ushort> tokens = new(text.Length);
        long start = Stopwatch.GetTimestamp(),
            bytes = 0;
        while (bytes < EncodedBytes)
        {
            tokens.ResetWrittenCount();
            encoder.Encode(text, tokens);
            bytes += text.Length;
        }

        return Math.Round(bytes / 1e6 / Stopwatch.GetElapsedTime(start).TotalSeconds, 1);
    }

    /// <summary>Remembers when it was read: once at the start of the loop, and once after each step.</summary>
    private sealed class Readings : TimeProvider
    {
        private readonly List<long> all = [];

        internal double Median => Times.Order().ElementAt(Times.Length / 2);

        internal double Least => Times.Min();

        private double[] Times => [.. all.Zip(all.Skip(1), (before, after) => (after - before) * 1000.0 / Stopwatch.Frequency)];

        public override long GetTimestamp()
        {
            all.Add(Stopwatch.GetTimestamp());
            return all[^1];
        }
    }

    private sealed record Report(
        string Precision,
        int Threads,
        long Steps,
        double Seconds,
        double MedianMs,
        double MinMs,
        double? HandWrittenMedianMs,
        double? HandWrittenMinMs,
        bool KeepsMemory,
        double NatsPerToken,
        double BitsPerByte,
        double? NatsPerTokenAt64,
        double TokensPerSecond,
        double TokensPerSecondOf32,
        double EncodedMbPerSecond
    );
}
