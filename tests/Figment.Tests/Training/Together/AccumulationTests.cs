using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Optimizers;
using Figment.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Tests.Training;

/// <summary>A batch that is processed in pieces, with one update for all of them.</summary>
public sealed class AccumulationTests
{
    /// <summary>Every preset.</summary>
    public static TheoryData<string> Presets => [.. ModelCatalog.Presets.Select(preset => preset.Name)];

    /// <summary>Presets whose networks see one item at a time; the others normalise by the statistics of a piece.</summary>
    public static TheoryData<string> PresetsOfSingleItems =>
        [.. ModelCatalog.Presets.Select(preset => preset.Name).Where(name => !Normalises(name))];

    [Theory]
    [MemberData(nameof(PresetsOfSingleItems))]
    public void Its_gradients_are_those_of_the_whole_batch(string preset)
    {
        SmallTraining whole = Train(preset, pieces: 1),
            cut = Train(preset, pieces: 4); // 30 items: 7, 8, 7 and 8

        AssertNear(whole.Gradients, cut.Gradients);
        Assert.All(
            whole.Losses.Zip(cut.Losses),
            pair => Assert.Equal(pair.First, pair.Second, 1e-4 * Math.Max(1, Math.Abs(pair.First)))
        );
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Processes_have_the_same_pieces_as_one(string preset)
    {
        SmallTraining Pieces(ITrainingGroup group) => SmallTraining.Of(preset, group, steps: 1, learningRate: "1e-8", pieces: 2);
        SmallTraining alone = ThreadGroup.Run(1, Pieces)[0];

        SmallTraining[] all = ThreadGroup.Run(2, Pieces);

        Assert.All(all, each => AssertNear(alone.Gradients, each.Gradients));
        Assert.Equal(all[0].Weights, all[1].Weights);
    }

    [Theory]
    [MemberData(nameof(Presets))]
    public void Every_preset_trains_in_pieces_to_the_same_bytes_again(string preset)
    {
        SmallTraining first = Train(preset, pieces: 3, steps: 3),
            again = Train(preset, pieces: 3, steps: 3);

        Assert.Equal(first.Weights, again.Weights);
        Assert.All(first.Losses, loss => Assert.True(double.IsFinite(loss)));
    }

    [Fact]
    public void Running_statistics_follow_each_piece_once()
    {
        using ImageDataset data = Noise();
        using TrainableModel model = Dcgan(data);

        Trainer.Fit(
            model,
            data,
            new TrainingOptions
            {
                Length = TrainingLength.OfSteps(2),
                BatchSize = 12,
                Accumulate = 3,
                SampleCount = 1,
            }
        );

        Tensor[] counts =
        [
            .. model
                .Networks.Single(network => network.Name == "generator")
                .Module.named_buffers()
                .Where(buffer => buffer.name.EndsWith("num_batches_tracked"))
                .Select(buffer => buffer.buffer),
        ];
        Assert.NotEmpty(counts);
        Assert.All(counts, count => Assert.Equal(6, count.item<long>()));
    }

    [Theory]
    [InlineData(30, 1, 4, 2)]
    [InlineData(31, 2, 3, 3)]
    [InlineData(25, 5, 1, 2)]
    [InlineData(24, 3, 4, 1)]
    public void Items_of_parts_pieces_and_processes_make_up_the_batch(int batch, int parts, int pieces, int size)
    {
        List<long> all = [],
            inPieces = [];
        for (int rank = 0; rank < size; rank++)
        {
            BatchShare share = new(new Member(rank, size), batch, parts, pieces);
            all.AddRange(Numbers(share.Items, share.Count));
            for (int i = 0; i < pieces; i++)
            {
                BatchShare piece = share.Piece(i);
                inPieces.AddRange(Numbers(share.NumbersOf(piece), piece.Count));
            }

            Assert.Equal(share.Count, Enumerable.Range(0, parts).Sum(part => share.Part(part).Count));
        }

        Assert.Equal(Enumerable.Range(0, batch).Select(i => (long)i), all.Order());
        Assert.Equal(Enumerable.Range(0, batch).Select(i => (long)i), inPieces.Order());
    }

    [Fact]
    public void Pieces_draw_what_the_whole_would_and_go_on_from_there()
    {
        SeededRandom random = new(3);
        using DisposeScope scope = NewDisposeScope();
        using Draws whole = random.Draws("step", 7, new ItemRange(0, 6)),
            cut = random.Draws("step", 7, new ItemRange(0, 6));
        float[] wanted =
        [
            .. Floats(whole.Normal("noise", [6, 2])),
            .. Floats(whole.Stratified("t", 6)),
            .. Floats(whole.Normal("noise", [6, 2])),
        ];

        IReadOnlyList<Draws> pieces = cut.Cut([new(0, 6), new(2, 6), new(4, 6)]);
        float[][] noise = [.. pieces.Select(piece => Floats(piece.Normal("noise", [2, 2])))];
        float[][] t = [.. pieces.Select(piece => Floats(piece.Stratified("t", 2)))];

        float[] found = [.. noise.SelectMany(one => one), .. t.SelectMany(one => one), .. Floats(cut.Normal("noise", [6, 2]))];
        Assert.Equal(wanted, found);
    }

    [Fact]
    public void More_pieces_than_a_batch_has_room_for_are_refused_with_how_many_there_may_be()
    {
        using ImageDataset data = Noise();
        using TrainableModel model = Dcgan(data);

        FigmentException error = Assert.Throws<FigmentException>(() =>
            Trainer.Fit(model, data, new TrainingOptions { BatchSize = 12, Accumulate = 8 })
        );

        Assert.StartsWith(
            "A batch of 12 cannot be split into 8 pieces: this model needs at least 2 items in each.",
            error.Message
        );
        Assert.Contains("6", error.Message);
    }

    [Fact]
    public void A_step_that_was_broken_off_leaves_no_gradients_to_the_next()
    {
        using ImageDataset data = Noise();
        using TrainableModel model = Dcgan(data),
            untouched = Dcgan(data);
        TrainingOptions options = new()
        {
            Length = TrainingLength.OfSteps(1),
            BatchSize = 12,
            Accumulate = 3,
            SampleCount = 1,
        };
        foreach (FusedAdam optimizer in model.Optimizers)
        {
            optimizer.Exchange.Collect([.. optimizer.Parameters.Select(parameter => (Tensor)ones_like(parameter))], 0.5);
        }

        Trainer.Fit(model, data, options);
        Trainer.Fit(untouched, data, options);

        Assert.All(
            untouched.Networks.Zip(model.Networks),
            pair =>
                Assert.All(
                    pair.First.Module.parameters().Zip(pair.Second.Module.parameters()),
                    weights => Assert.Equal(Floats(weights.First.detach()), Floats(weights.Second.detach()))
                )
        );
    }

    [Fact]
    public void Pieces_that_use_different_parts_of_a_network_are_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using GradientExchange exchange = new();
        exchange.Collect([ones(2), ones(3)], 0.5);

        FigmentException error = Assert.Throws<FigmentException>(() => exchange.Collect([ones(2)], 0.5));

        Assert.StartsWith("The pieces of a batch gave gradients for different sets of parameters", error.Message);
    }

    [Fact]
    public void A_model_that_learns_from_whole_batches_says_so()
    {
        using ImageDataset data = Noise();
        using WholeBatches model = new();

        FigmentException error = Assert.Throws<FigmentException>(() =>
            Trainer.Fit(
                model,
                data,
                new TrainingOptions
                {
                    BatchSize = 12,
                    Accumulate = 2,
                    SampleCount = 1,
                }
            )
        );

        Assert.Equal(
            "WholeBatches cannot split batches into pieces, because its TrainStep does not call " + "Accumulate.",
            error.Message
        );
    }

    private static SmallTraining Train(string preset, int pieces, int steps = 1) =>
        ThreadGroup.Run(1, group => SmallTraining.Of(preset, group, steps, steps == 1 ? "1e-8" : null, pieces: pieces))[0];

    private static void AssertNear(float[] wanted, float[] found)
    {
        Assert.Equal(wanted.Length, found.Length);
        float largest = wanted.Max(Math.Abs),
            away = wanted.Zip(found, (a, b) => Math.Abs(a - b)).Max();
        Assert.True(away < 2e-6 * largest, $"{away} of {largest}");
    }

    private static bool Normalises(string name)
    {
        ModelPreset preset = ModelCatalog.Find(name);
        if (preset.Data != ModelCatalog.Presets[0].Data)
            return false; // language models
        using ImageDataset data = Noise();
        using TrainableModel model = preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(0));
        return model.Networks.SelectMany(network => network.Module.modules()).Any(module => module is NormBase);
    }

    private static TrainableModel Dcgan(ImageDataset data)
    {
        ModelPreset preset = ModelCatalog.Find("dcgan");
        return preset.Create(preset.OptionsFor(data.Description), data.Description, new SeededRandom(0));
    }

    private static IEnumerable<long> Numbers(ItemRange range, int count) =>
        Enumerable.Range(0, count).Select(i => range.NumberOf(i));

    private static float[] Floats(Tensor tensor) => tensor.contiguous().data<float>().ToArray();

    private static ImageDataset Noise() =>
        new(
            "noise",
            new(1, 8, 8),
            [.. Enumerable.Range(0, 64 * 64).Select(i => (byte)(i * 7919 % 251))],
            [.. Enumerable.Range(0, 64).Select(i => (byte)(i % 4))]
        );

    private sealed class Member(int rank, int size) : ITrainingGroup
    {
        public int Rank => rank;

        public int Size => size;

        public void Sum(Span<float> numbers) => throw new NotSupportedException();

        public void Sum(Span<double> numbers) => throw new NotSupportedException();

        public void Broadcast(Span<byte> bytes) => throw new NotSupportedException();
    }

    private sealed class WholeBatches : ImageModel
    {
        private readonly Linear network = nn.Linear(1, 1);
        private readonly FusedAdam optimizer;

        internal WholeBatches() => optimizer = new FusedAdam([network]);

        public override ImageShape Shape => new(1, 8, 8);

        public override IReadOnlyList<NamedNetwork> Networks => [new("network", network)];

        protected internal override IReadOnlyList<FusedAdam> Optimizers => [optimizer];

        public override IReadOnlyList<Measure> TrainStep(Batch batch, TrainingMoment moment, Draws random) =>
            [new("loss", batch.Items.mean())];

        public override Tensor DrawLatents(int count, Draws random) => zeros([count, 1]);

        public override Tensor Decode(Tensor latents, Tensor? labels = null) => zeros([latents.shape[0], 1, 8, 8]);

        public override IReadOnlyList<NetworkSummary> Summaries() => [];
    }
}
