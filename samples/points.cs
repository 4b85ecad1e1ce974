#:project ../src/Figment.Workbench/Figment.Workbench.csproj

// A kind of data in one file, plus two lines to register it: points in a plane, which a small network learns to generate.
// Training, checkpoints, resuming, and records are those of all runs; this file contains only what is specific to points.
// docs/add-a-kind.md walks through it.
//
// dotnet run samples/points.cs -- train my-run 2000      (Ctrl-C stops and saves), then: -- resume my-run 4000

using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Figment.Backend;
using Figment.Charts;
using Figment.Data;
using Figment.Models;
using Figment.Networks;
using Figment.Objectives;
using Figment.Optimizers;
using Figment.Runs;
using Figment.Training;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

DataKinds.Add(new PointsKind());
ModelCatalog.Add(
    new ModelPreset<PointFlowOptions, PointsDescription>(
        "point-flow",
        "moves noise to where the points are",
        new(),
        PointFlow.Create
    )
);

if (args is not ["train" or "resume", var folder, var number] || !long.TryParse(number, out long steps))
{
    Console.Error.WriteLine("Name a command, a folder, and the total number of steps: train my-run 2000, or resume my-run 4000.");
    return 2;
}

using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
    PosixSignal.SIGINT,
    signal =>
    {
        signal.Cancel = true;
        stop.Cancel();
    }
);
var progress = RunReport.Listener(report =>
    Console.WriteLine(
        $"step {report.Training.Step}: {string.Join(", ", report.Training.Measures.Select(m => $"{m.Key} {m.Value:F4}"))}"
    )
);
TrainingOptions options = new()
{
    Length = TrainingLength.OfSteps(steps),
    BatchSize = 512,
    ReportEvery = 100,
    CheckpointEvery = 100,
    SampleCount = 1_000,
};
RunResult result =
    args[0] == "train"
        ? TrainingRun.Train(
            new()
            {
                Preset = ModelCatalog.Find("point-flow"),
                Data = "ring",
                Training = options,
                Folder = folder,
                Threads = 1,
            },
            progress,
            cancellationToken: stop.Token
        )
        : TrainingRun.Resume(
            new() { Folder = folder, Training = saved => saved with { Length = options.Length } },
            progress,
            cancellationToken: stop.Token
        );
Console.WriteLine($"{result.Training.Steps} steps done; {result.Folder.SampleFiles[^1]} shows the samples of the network.");
return 0;

/// <summary>Describes the data for models: each item is a point with two coordinates, and there are no classes.</summary>
internal sealed class PointsDescription() : DataDescription([])
{
    public override string Items => "points";
}

/// <summary>Eight clouds of points on a ring.</summary>
internal sealed class Points : Dataset, IBatchSource
{
    private const int Clouds = 8,
        PerCloud = 1_000;
    private Tensor points; // [N, 2]

    internal Points()
    {
        TorchLibrary.Load();
        using DisposeScope scope = NewDisposeScope();
        using Draws random = new SeededRandom(0).Draws("ring");
        float[] middles =
        [
            .. Enumerable
                .Range(0, Clouds)
                .Select(i => 2 * MathF.PI * i / Clouds)
                .SelectMany(angle => new[] { MathF.Cos(angle), MathF.Sin(angle) }),
        ];
        points = (
            tensor(middles, [Clouds, 2]).repeat_interleave(PerCloud, 0) + (random.Normal("points", [Clouds * PerCloud, 2]) * 0.05)
        ).DetachFromDisposeScope();
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(points.bytes));
    }

    public override string Name => "ring";
    public override int Count => (int)points.shape[0];
    public override string Sha256 { get; }
    public override PointsDescription Description { get; } = new();

    public Batch Gather(Tensor indices, Draws random) => new(points.index_select(0, indices.to(points.device)), null);

    public void MoveTo(Device device) => points = points.to(device).DetachFromDisposeScope();

    protected override void Dispose(bool disposing) => points.Dispose();
}

/// <summary>What a run needs to know about points.</summary>
internal sealed class PointsKind : DataKind
{
    public override string Name => "points";

    public override bool Takes(string source) => source == "ring";

    public override Dataset Open(
        string source,
        IDataOptions? reading,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    ) => new Points();

    public override DataDescription Describe(RunData data) => new PointsDescription();
}

/// <summary>The options of the model.</summary>
internal sealed record PointFlowOptions : ModelOptions
{
    [Range(1, 4096, ErrorMessage = "The width must be between 1 and 4096."), Description("numbers in each hidden layer")]
    public int Width { get; init; } = 128;

    [Range(1e-8, 1.0, ErrorMessage = "The learning rate must be above 0 and at most 1."), Description("Adam's learning rate")]
    public double LearningRate { get; init; } = 2e-3;
}

/// <summary>Flow matching in the plane: a network that predicts the direction to the data from a point and a time.</summary>
internal sealed class PointFlow(PointFlowOptions options, Module<Tensor, Tensor> velocity) : TrainableModel
{
    private const int SolverSteps = 50;
    private readonly FusedAdam optimizer = new([velocity]);

    public override IReadOnlyList<NamedNetwork> Networks { get; } = [new("velocity", velocity)];

    protected override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

    public static PointFlow Create(PointFlowOptions options, PointsDescription data, SeededRandom random)
    {
        using Draws weights = random.Draws("weights");
        return new PointFlow(
            options,
            Sequential(
                    Linear(3, options.Width),
                    SiLU(),
                    Linear(options.Width, options.Width),
                    SiLU(),
                    Linear(options.Width, options.Width),
                    SiLU(),
                    Linear(options.Width, 2)
                )
                .HeNormal(weights)
        );
    }

    public override void CheckFits(DataDescription data) => ArgumentNullException.ThrowIfNull(data as PointsDescription);

    public override IReadOnlyList<NetworkSummary> Summaries() => [NetworkSummary.Of("velocity", velocity, 3)];

    public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
    {
        optimizer.ZeroGradients();
        Tensor noise = random.Normal("noise", batch.Items.shape).to(Device),
            t = random.Uniform("t", [batch.Count]).to(Device);
        Tensor loss = RectifiedFlow.Loss(Velocity(RectifiedFlow.At(noise, batch.Items, t), t), noise, batch.Items);
        loss.backward();
        optimizer.Step(options.LearningRate * (1 - moment.Fraction));
        return [new Measure("loss", loss.detach())];
    }

    public override ISamples MakeSamples(int count, long seed)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using Draws random = new SeededRandom(seed, Randomness).Draws("samples");
        Tensor points = random.Normal("points", [count, 2]).to(Device);
        for (int i = 0; i < SolverSteps; i++)
            points += Velocity(points, full([count], (i + 0.5) / SolverSteps, ScalarType.Float32, Device)) / SolverSteps;
        return new ScatterPlot(points.cpu().data<float>().ToArray());
    }

    private Tensor Velocity(Tensor points, Tensor t) => Call(velocity, cat([points, t.unsqueeze(1)], 1));
}

/// <summary>Generated points, as a picture.</summary>
internal sealed record ScatterPlot(float[] Values) : ISamples
{
    public string FileExtension => ".png";

    public void Save(string path) =>
        ScatterChart.Save(
            path,
            "made of noise",
            "x",
            "y",
            [new("samples", [.. Values.Chunk(2).Select(point => ((double)point[0], (double)point[1]))])]
        );
}
