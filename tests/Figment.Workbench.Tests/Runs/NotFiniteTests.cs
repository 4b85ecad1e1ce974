using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Diagnosis;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Optimizers;
using Figment.Runs;
using Figment.Runs.Images;
using Figment.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Tests.Runs;

/// <summary>Runs in which a number stops being finite.</summary>
public sealed class NotFiniteTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Break.Loss, "loss")]
    [InlineData(Break.Gradient, "gradients")]
    public void A_run_ends_at_the_next_report_with_what_was_saved_before_as_it_was(Break what, string name)
    {
        byte[]? safe = null;

        RunResult result = Train(
            what,
            bearable: 0,
            NotFiniteAction.Stop,
            report =>
            {
                if (report.Training.Step == 9)
                    safe = File.ReadAllBytes(folder["run/model.safetensors"]);
            }
        );

        // It broke with the tenth step, and every third is reported
        Assert.True(result.Training is { IsBroken: true, Steps: 12, WasCancelled: false });
        Assert.Equal(VerdictKind.NotANumber, result.StoppedBy!.Kind);
        Assert.Contains(name, result.StoppedBy.Saw.English, StringComparison.Ordinal);
        Assert.Contains(name, result.StoppedBy.Saw.Chinese, StringComparison.Ordinal);
        Assert.Equal(safe, File.ReadAllBytes(result.Folder.ModelFile));
        Assert.Equal([8], result.Folder.Checkpoints.Steps);
        Assert.Equal(double.NaN, result.Folder.ReadMetrics()[^1].Measures[name]);
        Assert.Contains(result.Folder.ReadMetrics()[^1].Verdicts, verdict => verdict.Kind == VerdictKind.NotANumber);
    }

    [Fact]
    public void A_weight_that_is_not_finite_comes_into_no_checkpoint()
    {
        RunResult result = Train(Break.Weight, bearable: 0, NotFiniteAction.Stop);

        Assert.Equal(12, result.Training.Steps);
        Assert.Equal([8], result.Folder.Checkpoints.Steps);
        Assert.Contains("network.weight", result.StoppedBy!.Saw.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_back_and_on_with_half_the_learning_rate_until_it_bears_it()
    {
        List<RunReport> reports = [];

        RunResult result = Train(Break.Loss, bearable: 0.25, NotFiniteAction.Rollback, reports.Add);

        Assert.True(result.Training is { IsBroken: false, Steps: 20 });
        Assert.Null(result.StoppedBy);
        Assert.Empty(result.Verdicts);
        MetricsLine[] log = [.. result.Folder.ReadMetrics()];
        Assert.Equal(
            [(12L, 8L, 0.5, 1), (12L, 8L, 0.25, 2)],
            log.Select(line => line.Rollback)
                .OfType<RunRollback>()
                .Select(back => (back.From, back.To, back.RateFactor, back.Number))
        );
        Assert.All(log, line => Assert.All(line.Measures.Values, value => Assert.True(double.IsFinite(value))));
        Assert.Equal(2, reports.Count(report => report.Rollback is not null));
        Assert.Equal([20L], result.Folder.Checkpoints.Steps);
        TensorBoardLogTests.AssertCurvesAreThoseOf(result.Folder, EventRecords.Shown(result.Folder.LogFolderOf("tensorboard")));
    }

    [Fact]
    public void A_run_that_no_step_size_helps_gives_up_after_three_times()
    {
        RunResult result = Train(Break.Gradient, bearable: 0, NotFiniteAction.Rollback);

        Assert.True(result.Training.IsBroken);
        Assert.Equal(3, result.Folder.ReadMetrics().Count(line => line.Rollback is not null));
        Assert.Equal(VerdictKind.NotANumber, result.StoppedBy!.Kind);
        Assert.Equal([8L], result.Folder.Checkpoints.Steps);
    }

    [Fact]
    public void What_breaks_before_the_first_checkpoint_goes_back_to_the_beginning()
    {
        RunResult result = Train(Break.Loss, bearable: 0.5, NotFiniteAction.Rollback, checkpointEvery: 100);

        Assert.Equal(20, result.Training.Steps);
        Assert.Equal(0, result.Folder.ReadMetrics().Single(line => line.Rollback is not null).Rollback!.To);
    }

    [Fact]
    public void A_run_of_several_processes_goes_back_with_all_of_them()
    {
        TrainingRequest request = Request(Break.Loss, bearable: 0.25, NotFiniteAction.Rollback, checkpointEvery: 4);

        RunResult result = ThreadGroup.Run(2, group => GroupRun.Train(group, request))[0]!;

        Assert.Equal(20, result.Training.Steps);
        Assert.Equal(
            [0.5, 0.25],
            result.Folder.ReadMetrics().Select(line => line.Rollback).OfType<RunRollback>().Select(back => back.RateFactor)
        );
    }

    private RunResult Train(
        Break what,
        double bearable,
        NotFiniteAction action,
        Action<RunReport>? onReport = null,
        int checkpointEvery = 4
    ) =>
        TrainingRun.Train(
            Request(what, bearable, action, checkpointEvery),
            onReport is null ? null : new ReportList<RunReport>(onReport)
        );

    private TrainingRequest Request(Break what, double bearable, NotFiniteAction action, int checkpointEvery) =>
        new()
        {
            Preset = new ModelPreset<ClassicGanOptions, ImageDescription>(
                "fragile",
                "breaks in its tenth step",
                new ClassicGanOptions(),
                (_, data, _) => new Fragile(data.Shape, what, bearable)
            ),
            Training = new TrainingOptions
            {
                Length = TrainingLength.OfSteps(20),
                BatchSize = 8,
                ReportEvery = 3,
                SampleEvery = 3,
                CheckpointEvery = checkpointEvery,
            },
            Data = SmallData.WriteIdx(folder.Root),
            Device = "cpu",
            Folder = folder["run"],
            Features = Extractors.Auto,
            OnNotFinite = action,
            Logs = ["tensorboard"],
        };

    /// <summary>What breaks.</summary>
    public enum Break
    {
        /// <summary>The loss, and everything else with it.</summary>
        Loss,

        /// <summary>One gradient, while the loss stays as it is.</summary>
        Gradient,

        /// <summary>One weight, without a sign in the loss or the gradients.</summary>
        Weight,
    }

    /// <summary>
    /// Learns to make one shade of grey; from its tenth step on, something breaks, unless its learning rate is small enough.
    /// </summary>
    private sealed class Fragile : ImageModel
    {
        private readonly Linear network = nn.Linear(1, 1);
        private readonly FusedAdam optimizer;
        private readonly Break what;
        private readonly double bearable;

        public Fragile(ImageShape shape, Break what, double bearable)
        {
            (Shape, this.what, this.bearable) = (shape, what, bearable);
            nn.init.constant_(network.weight!, 0.5);
            nn.init.constant_(network.bias!, 0);
            Networks = [new NamedNetwork("network", network)];
            optimizer = new FusedAdam([network]);
        }

        public override ImageShape Shape { get; }

        public override IReadOnlyList<NamedNetwork> Networks { get; }

        protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

        public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random)
        {
            bool breaks = moment.Step >= (what == Break.Weight ? 11 : 9) && optimizer.RateFactor > bearable;
            optimizer.ZeroGradients();
            Tensor loss = network.call(ones(1, 1)).square().mean();
            (breaks && what != Break.Weight ? loss * float.NaN : loss).backward();
            optimizer.Step(1e-3);
            if (breaks && what == Break.Weight)
                nn.init.constant_(network.weight!, double.PositiveInfinity);
            return [new Measure("loss", breaks && what == Break.Loss ? tensor(float.NaN) : ones(1).squeeze())];
        }

        public override Tensor DrawLatents(int count, Draws random) => zeros(count, 1);

        public override Tensor Decode(Tensor latents, Tensor? labels = null) =>
            full([latents.shape[0], Shape.Channels, Shape.Height, Shape.Width], 0.5f);

        public override IReadOnlyList<NetworkSummary> Summaries() => [];
    }
}
