using Figment.Backend;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Tests.Models;
using Figment.Training;
using Microsoft.Extensions.Time.Testing;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Training;

public sealed class TrainerTests
{
    private static readonly ImageShape Shape = new(1, 28, 28);

    [Fact]
    public void It_reports_before_the_first_step_at_every_interval_and_at_the_end()
    {
        Recorder recorder = new();

        TrainingResult result = Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(7),
                BatchSize = 4,
                ReportEvery = 3,
                SampleEvery = 5,
                SampleCount = 2,
            },
            recorder
        );

        Assert.Equal([0L, 3, 5, 6, 7], recorder.Reports.Select(report => report.Step));
        Assert.Equal([true, false, true, false, true], recorder.Reports.Select(report => report.Samples is not null));
        Assert.Equal([false, false, false, false, true], recorder.Reports.Select(report => report.IsLast));
        Assert.Empty(recorder.Reports[0].Measures);
        Assert.All(
            recorder.Reports.Skip(1),
            report => Assert.Equal(["d_loss", "g_loss", "d_accuracy_real", "d_accuracy_fake"], report.Measures.Keys)
        );
        Assert.Equal((7L, 28L, false), (result.Steps, result.Items, result.WasCancelled));
        Assert.Equal(1, recorder.Reports[^1].Fraction);
    }

    [Fact]
    public void Reported_measures_are_averages_since_the_last_report()
    {
        Recorder each = new(),
            pairs = new();
        Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(4),
                BatchSize = 4,
                ReportEvery = 1,
                SampleEvery = 100,
            },
            each
        );
        Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(4),
                BatchSize = 4,
                ReportEvery = 2,
                SampleEvery = 100,
            },
            pairs
        );

        double[] losses = [.. each.Reports.Skip(1).Select(report => report.Measures["d_loss"])];
        Assert.Equal((losses[0] + losses[1]) / 2, pairs.Reports[1].Measures["d_loss"], 1e-6);
        Assert.Equal((losses[2] + losses[3]) / 2, pairs.Reports[2].Measures["d_loss"], 1e-6);
    }

    [Fact]
    public void Pictures_are_of_the_same_latents_every_time()
    {
        // A generator that cannot learn makes the same pictures as long as its latents stay the same.
        Recorder recorder = new();
        using ImageModel model = NewModel(new ClassicGanOptions { LearningRate = 1e-8 });
        foreach (NamedNetwork network in model.Networks)
            network.Module.eval();

        Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(2),
                BatchSize = 4,
                SampleEvery = 1,
            },
            recorder,
            model
        );

        byte[][] pictures = [.. recorder.Reports.Select(report => ImagesOf(report)[0].ToArray())];
        Assert.All(pictures, picture => Assert.True(picture.Zip(pictures[0], (a, b) => Math.Abs(a - b)).Average() < 8));
        Assert.NotEqual(ImagesOf(recorder.Reports[0])[0].ToArray(), ImagesOf(recorder.Reports[0])[1].ToArray());
    }

    [Fact]
    public void How_often_it_reports_and_samples_does_not_change_what_is_learned()
    {
        byte[] seldom = Train(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(6),
                BatchSize = 4,
                ReportEvery = 100,
                SampleEvery = 100,
            }
        );
        byte[] often = Train(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(6),
                BatchSize = 4,
                ReportEvery = 1,
                SampleEvery = 1,
            }
        );

        Assert.Equal(seldom, often);
    }

    [Fact]
    public void One_seed_gives_the_same_file_byte_for_byte_and_another_does_not()
    {
        using TemporaryFolder folder = new();
        string Save(long seed, string name)
        {
            using ImageModel model = NewModel(seed: seed);
            using ImageDataset data = Images();
            Trainer.Fit(
                model,
                data,
                new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(20),
                    BatchSize = 16,
                    Seed = seed,
                }
            );
            model.SaveWeights(folder[name]);
            return folder[name];
        }

        byte[] first = File.ReadAllBytes(Save(1, "a")),
            again = File.ReadAllBytes(Save(1, "b")),
            other = File.ReadAllBytes(Save(2, "c"));
        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Cancelling_ends_it_after_the_step_under_way_with_a_last_report()
    {
        using CancellationTokenSource source = new();
        Recorder recorder = new(report =>
        {
            if (report.Step == 3)
                source.Cancel();
        });

        TrainingResult result = Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(50),
                BatchSize = 4,
                ReportEvery = 1,
                SampleEvery = 100,
            },
            recorder,
            cancellationToken: source.Token
        );

        Assert.True(result.WasCancelled);
        Assert.Equal(4, result.Steps);
        Assert.True(recorder.Reports[^1] is { IsLast: true, Samples: not null, Step: 4 });
    }

    [Fact]
    public void A_time_ends_it_by_the_clock_that_is_given()
    {
        FakeTimeProvider clock = new();
        Recorder recorder = new(_ => clock.Advance(TimeSpan.FromSeconds(10)));

        TrainingResult result = Fit(
            new TrainingOptions
            {
                Length = TrainingLength.OfSeconds(60),
                BatchSize = 4,
                ReportEvery = 1,
                SampleCount = 1,
            },
            recorder,
            clock: clock
        );

        // The clock advances by 10 s with each report; the first report comes before any step.
        Assert.Equal(6, result.Steps);
        Assert.False(result.WasCancelled);
        Assert.Equal(0.5, recorder.Reports[3].Fraction, 1e-9);
        Assert.Equal(TimeSpan.FromSeconds(30), recorder.Reports[3].Remaining);
    }

    [Fact]
    public void What_a_listener_throws_ends_the_training_and_leaves_no_tensor()
    {
        Recorder recorder = new(report =>
        {
            if (report.Step == 2)
                throw new IOException("No space left on device");
        });
        using ImageModel model = NewModel();
        using ImageDataset data = Images();
        Trainer.Fit(model, data, new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 4 });
        long before = LiveTensors.Count();

        Assert.Throws<IOException>(() =>
            Trainer.Fit(
                model,
                data,
                new TrainingOptions
                {
                    Length = TrainingLength.OfSteps(9),
                    BatchSize = 4,
                    ReportEvery = 1,
                },
                recorder
            )
        );

        Assert.Equal(before, Tensor.TotalCount);
    }

    [Fact]
    public void Images_of_another_shape_are_refused()
    {
        using ImageModel model = NewModel();
        using ImageDataset data = new("small", new ImageShape(1, 2, 2), new byte[40]);

        FigmentException e = Assert.Throws<FigmentException>(() => Trainer.Fit(model, data));

        Assert.Contains("1×2×2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_inside_libtorch_is_told_in_one_line()
    {
        using ClassicGan gan = new(
            Sequential(Linear(100, 784), Sigmoid(), Unflatten(1, [1, 28, 28])),
            new FailsOnBatchesOfFour()
        );
        using ImageDataset data = Images();

        BackendException e = Assert.Throws<BackendException>(() =>
            Trainer.Fit(gan, data, new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 4 })
        );

        Assert.StartsWith("libtorch failed in a training step:", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Memory_that_runs_out_is_told_with_the_batch_size_to_try()
    {
        using ClassicGan gan = new(
            Sequential(Linear(100, 784), Sigmoid(), Unflatten(1, [1, 28, 28])),
            new WantsAPetabyteForFour()
        );
        using ImageDataset data = Images();

        BackendException e = Assert.Throws<BackendException>(() =>
            Trainer.Fit(gan, data, new TrainingOptions { Length = TrainingLength.OfSteps(1), BatchSize = 4 })
        );

        Assert.Equal(
            "Memory ran out in a training step: a batch of 4 images is too much for this device. Try Accumulate 2, or "
                + "BatchSize 2.",
            e.Message
        );
    }

    [Fact]
    public async Task It_runs_on_a_thread_of_its_own_when_asked()
    {
        int caller = Environment.CurrentManagedThreadId,
            worker = caller;
        using ImageModel model = NewModel();
        using ImageDataset data = Images();

        TrainingResult result = await Trainer.FitAsync(
            model,
            data,
            new TrainingOptions { Length = TrainingLength.OfSteps(2), BatchSize = 4 },
            new Recorder(_ => worker = Environment.CurrentManagedThreadId)
        );

        Assert.Equal(2, result.Steps);
        Assert.NotEqual(caller, worker);
    }

    private static ImageBatch ImagesOf(TrainingProgress report) => ((ImageSamples)report.Samples!).Images;

    internal static ImageDataset Images() =>
        new("noise", Shape, [.. Enumerable.Range(0, 48 * Shape.Size).Select(i => (byte)(i * 7919 % 251))]);

    internal static ImageModel NewModel(ClassicGanOptions? options = null, long seed = 0) =>
        ClassicGan.Create(options ?? new ClassicGanOptions(), new ImageDescription(Shape), new SeededRandom(seed));

    private static byte[] Train(TrainingOptions options)
    {
        using ImageModel model = NewModel();
        Fit(options, new Recorder(), model);
        return ModelContractTests.State(model);
    }

    private static TrainingResult Fit(
        TrainingOptions options,
        IProgress<TrainingProgress> progress,
        ImageModel? model = null,
        TimeProvider? clock = null,
        CancellationToken cancellationToken = default
    )
    {
        using ImageModel? own = model is null ? NewModel() : null;
        using ImageDataset data = Images();
        return Trainer.Fit(model ?? own!, data, options, progress, clock, cancellationToken: cancellationToken);
    }

    private sealed class FailsOnBatchesOfFour : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear judge = Linear(784, 1);

        internal FailsOnBatchesOfFour()
            : base("fails") => RegisterComponents();

        public override Tensor forward(Tensor input) => judge.call(input.reshape(input.shape[0] == 4 ? 3 : input.shape[0], 784));
    }

    private sealed class WantsAPetabyteForFour : Module<Tensor, Tensor>
    {
        private readonly TorchSharp.Modules.Linear judge = Linear(784, 1);

        internal WantsAPetabyteForFour()
            : base("wants") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            if (input.shape[0] == 4)
                empty([1L << 50], ScalarType.Byte).Dispose();
            return judge.call(input.flatten(1));
        }
    }

    private sealed class Recorder(Action<TrainingProgress>? onReport = null) : IProgress<TrainingProgress>
    {
        internal List<TrainingProgress> Reports { get; } = [];

        public void Report(TrainingProgress value)
        {
            Reports.Add(value);
            onReport?.Invoke(value);
        }
    }
}
