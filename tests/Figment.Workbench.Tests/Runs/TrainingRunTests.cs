using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

/// <summary>A run whose samples are looked at while it trains.</summary>
public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_records_what_its_samples_are_like_and_keeps_the_best()
    {
        List<RunReport> reports = [];

        RunResult result = Train(steps: 4, reports.Add);

        MetricsLine line = result.Folder.ReadMetrics()[^1];
        Assert.Equal("pixels-14x14", Assert.IsType<LiveEvaluation>(line.Evaluation).Extractor);
        Assert.Equal((4L, line.Evaluation), (result.Best!.Step, result.Best.Evaluation));
        Assert.Equal((4L, line.Evaluation), (result.Last!.Step, result.Last.Evaluation));
        Assert.Equal("pixels-14x14", result.Folder.Options.Extractor!.Name);
        Assert.Equal(Checkpoint.Best, result.Folder.Preferred);
        Assert.Equal("best checkpoint, step 4", result.Folder.Model.Describe(Checkpoint.Best));
        Assert.True(reports[^1].IsBest);
    }

    [Fact]
    public void Looking_changes_nothing_in_the_training()
    {
        byte[] judged = File.ReadAllBytes(Train(steps: 3, name: "judged").Folder.ModelFile);
        byte[] unjudged = File.ReadAllBytes(Train(steps: 3, name: "unjudged", features: TrainingRun.NoFeatures).Folder.ModelFile);

        Assert.Equal(unjudged, judged);
    }

    [Fact]
    public void The_best_checkpoint_is_taken_unless_the_last_is_asked_for()
    {
        RunResult result = Train(steps: 2);
        using (
            ImageModel other = (ImageModel)
                ModelCatalog
                    .Find("classic")
                    .Create(new ClassicGanOptions(), result.Folder.ImageData().Describe(), new Figment.Backend.SeededRandom(99))
        )
            result.Folder.Model.Save(other, Checkpoint.Last, 7);

        using ImageModel preferred = result.Folder.LoadModel<ImageModel>(CPU),
            best = result.Folder.LoadModel<ImageModel>(CPU, Checkpoint.Best),
            last = result.Folder.LoadModel<ImageModel>(CPU, Checkpoint.Last);
        using Tensor a = preferred.Sample(2),
            b = best.Sample(2),
            c = last.Sample(2);

        Assert.True(a.eq(b).all().item<bool>());
        Assert.False(a.eq(c).all().item<bool>());
    }

    [Fact]
    public void A_run_without_a_best_checkpoint_gives_its_last_and_says_why_there_is_no_other()
    {
        RunResult result = Train(steps: 2, features: TrainingRun.NoFeatures);

        Assert.Equal(Checkpoint.Last, result.Folder.Preferred);
        Assert.Null(result.Best);
        Assert.Contains(
            "were not judged during training",
            Assert.Throws<RunFolderException>(() => result.Folder.LoadModel<ImageModel>(CPU, Checkpoint.Best)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Samples_that_cannot_be_looked_at_do_not_cost_the_training()
    {
        List<RunReport> reports = [];

        RunResult result = Train(
            steps: 2,
            reports.Add,
            preset: new ModelPreset<ClassicGanOptions, ImageDescription>(
                "spoiled",
                "makes no numbers",
                new ClassicGanOptions(),
                (_, data, _) => new SpoiledModel(data.Shape, pixel: float.NaN)
            )
        );

        Assert.Equal(2, result.Training.Steps);
        Assert.Contains(
            "values that are not numbers",
            Assert.Single(reports, report => report.Trouble is not null).Trouble,
            StringComparison.Ordinal
        );
        Assert.True(File.Exists(result.Folder.ModelFile));
        Assert.False(File.Exists(result.Folder.BestModelFile));
    }

    [Fact]
    public void A_training_that_is_stopped_by_hand_is_not_looked_at_once_more()
    {
        using CancellationTokenSource stop = new();

        RunResult result = Train(steps: 100, report => stop.Cancel(), cancellationToken: stop.Token);

        Assert.True(result.Training.WasCancelled);
        Assert.Null(result.Last);
        Assert.True(File.Exists(result.Folder.ModelFile));
    }

    [Fact]
    public void To_stop_on_a_collapse_that_nobody_looks_for_is_refused()
    {
        Assert.Contains(
            "Features none",
            Assert
                .Throws<OptionsException>(() =>
                    Train(steps: 1, features: TrainingRun.NoFeatures, stopOn: [VerdictKind.ModeCollapse])
                )
                .Message,
            StringComparison.Ordinal
        );
    }

    private RunResult Train(
        long steps,
        Action<RunReport>? onReport = null,
        string name = "run",
        string features = Extractors.Auto,
        VerdictKind[]? stopOn = null,
        ModelPreset? preset = null,
        CancellationToken cancellationToken = default
    ) =>
        TrainingRun.Train(
            new TrainingRequest
            {
                Preset = preset ?? ModelCatalog.Find("classic"),
                Training = new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(steps),
                    BatchSize = 8,
                    ReportEvery = 2,
                },
                Data = WriteData(),
                Device = "cpu",
                Folder = folder[name],
                Features = features,
                StopOn = stopOn ?? [],
            },
            onReport is null ? null : new ReportList<RunReport>(onReport),
            cancellationToken: cancellationToken
        );

    private string WriteData()
    {
        string path = folder["sixty-idx3-ubyte"];
        byte[] pixels = [.. Enumerable.Range(0, 60 * 784).Select(i => (byte)(i * 7919 % 251))];
        File.WriteAllBytes(path, [0, 0, 8, 3, 0, 0, 0, 60, 0, 0, 0, 28, 0, 0, 0, 28, .. pixels]);
        return path;
    }

    /// <summary>Learns nothing; its pixels are what they are told to be.</summary>
    private sealed class SpoiledModel(ImageShape shape, float pixel) : ImageModel
    {
        public override ImageShape Shape => shape;

        public override IReadOnlyList<NamedNetwork> Networks { get; } = [new NamedNetwork("nothing", nn.Linear(1, 1))];

        public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) =>
            [new Measure("loss", tensor(1f))];

        public override Tensor DrawLatents(int count, Draws random) => zeros(count, 1);

        public override Tensor Decode(Tensor latents, Tensor? labels = null) =>
            full([latents.shape[0], shape.Channels, shape.Height, shape.Width], pixel);

        public override IReadOnlyList<NetworkSummary> Summaries() => [];
    }
}
