using Figment.Backend;
using Figment.Data;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using Figment.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static Figment.Tests.Models.TinyGan;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

public sealed class GanTests
{
    public static TheoryData<string> LossNames => [.. AdversarialLoss.All.Select(loss => loss.Name)];

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Not_one_bit_of_the_discriminator_changes_in_the_generators_update_nor_of_the_generator_in_the_discriminators(
        string loss
    )
    {
        Sequential generator = Generator();
        List<byte[]> generators = [],
            discriminators = [];
        Spy discriminator = new(Discriminator());
        discriminator.Called += _ =>
            (generators, discriminators) = ([.. generators, Weights(generator)], [.. discriminators, Weights(discriminator)]);
        using Gan gan = new(() => generator, discriminator, Plain with { Loss = AdversarialLoss.Find(loss)!, R2 = 1 });
        (generators, discriminators) = ([], []);
        byte[] atFirst = Weights(generator);

        Step(gan);

        // D is called on real images and fakes, for the penalty, and in G's update, for losses that compare pairs on both. It
        // learns before G's update.
        Assert.Equal(AdversarialLoss.Find(loss)!.ComparesPairs ? 4 : 3, discriminators.Count);
        Assert.Equal(discriminators[0], discriminators[1]);
        Assert.NotEqual(discriminators[1], discriminators[2]);
        Assert.All(discriminators.Skip(2), weights => Assert.Equal(weights, Weights(discriminator)));
        Assert.All(generators, weights => Assert.Equal(atFirst, weights));
        Assert.NotEqual(atFirst, Weights(generator));
        Assert.All(discriminator.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void The_discriminators_slopes_are_those_of_the_loss_and_of_the_penalties()
    {
        using Linear layer = Linear(9, 1, hasBias: false);
        Spy discriminator = new(Sequential(Flatten(), layer));
        using Gan gan = new(
            Generator,
            discriminator,
            Plain with
            {
                Loss = AdversarialLoss.Wasserstein,
                R1 = 3,
                R2 = 0.5,
                GradientPenalty = 10,
                PenaltyEvery = 2,
            }
        );
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");
        List<Tensor> seen = [];
        discriminator.Called += images => seen.Add(images.detach().flatten(1));
        Tensor w = layer.weight!.detach().clone().flatten();

        gan.TrainStep(
            new Batch(rand([8, 1, 3, 3], generator: random), null),
            new TrainingMoment(0, 0, 0),
            new MersenneDraws(random)
        );

        // D(x) = w·x has the gradient w everywhere: R1 and R2 are γ/2 ‖w‖² each, WGAN-GP's λ (‖w‖ − 1)². At every second
        // update they count twice.
        Tensor loss = seen[0][8..].mean([0]) - seen[0][..8].mean([0]);
        double norm = w.norm().item<float>();
        Tensor expected = loss + (w * 2 * (3 + 0.5 + (10 * 2 * (norm - 1) / norm)));
        Assert.True(layer.weight!.grad!.flatten().sub(expected).abs().max().item<float>() < 1e-3);
    }

    /// <summary>
    /// D's calls in one step of two updates: one for each update, one for G's, and what penalties need in updates 0, 3, 6 and
    /// 9.
    /// </summary>
    [Theory]
    [InlineData(1, 1, 0, new[] { 3, 3, 3, 3, 3, 3 })] // real and made images were judged in one pass already
    [InlineData(1, 0, 0, new[] { 4, 4, 3, 4, 4, 3 })] // apart, as the penalty is on one of them
    [InlineData(0, 1, 0, new[] { 4, 4, 3, 4, 4, 3 })]
    [InlineData(0, 0, 1, new[] { 4, 4, 3, 4, 4, 3 })] // images between them are others
    [InlineData(1, 0, 1, new[] { 5, 5, 3, 5, 5, 3 })]
    public void Penalties_are_taken_at_every_so_many_updates_only_of_the_logits_that_are_there(
        double r1,
        double r2,
        double between,
        int[] expected
    )
    {
        Spy discriminator = new(Discriminator());
        List<int> calls = [];
        discriminator.Called += _ => calls[^1]++;
        calls.Add(0);
        using Gan gan = new(
            Generator,
            discriminator,
            Plain with
            {
                R1 = r1,
                R2 = r2,
                GradientPenalty = between,
                PenaltyEvery = 3,
                DiscriminatorSteps = 2,
            }
        );
        for (int step = 0; step < 6; step++)
        {
            calls.Add(0);
            Step(gan, step);
        }

        Assert.Equal(expected, calls[1..]);
    }

    [Fact]
    public void Each_update_of_the_discriminator_takes_a_part_of_the_batch_and_the_generators_all_of_it()
    {
        Spy discriminator = new(Discriminator());
        List<long> sizes = [];
        discriminator.Called += seen => sizes.Add(seen.shape[0]);
        using Gan gan = new(Generator, discriminator, Plain with { DiscriminatorSteps = 3 });
        sizes.Clear();

        Step(gan);

        // 8 images in pieces of 2, 3 and 3, with as many generated ones; then the 8 generated ones.
        Assert.Equal([4, 6, 6, 8], sizes);
    }

    [Fact]
    public void A_batch_that_does_not_reach_for_all_updates_is_refused_with_what_to_do()
    {
        using Gan gan = new(Generator, Discriminator(), Plain with { DiscriminatorSteps = 5 });
        byte[] before = ModelContractTests.State(gan);

        FigmentException e = Assert.Throws<FigmentException>(() => Step(gan));

        Assert.Contains("A batch of 8 images", e.Message, StringComparison.Ordinal);
        Assert.Contains("discriminatorSteps smaller", e.Message, StringComparison.Ordinal);
        Assert.Equal(before, ModelContractTests.State(gan));
    }

    [Theory]
    [InlineData(0, 0, 0.01)]
    [InlineData(0.6, 1000, 0.01)]
    [InlineData(0.8, 0, 0.005)]
    [InlineData(0.96, 0, 0.001)]
    [InlineData(1, 0, 0)]
    [InlineData(0.2, 4000, 0.005)]
    [InlineData(0.8, 16_000, 0.00125)]
    public void The_step_size_falls_with_the_root_of_the_images_and_to_0_over_the_decay(
        double fraction,
        long items,
        double expected
    )
    {
        Sequential generator = Generator(),
            discriminator = Discriminator();
        using Gan gan = new(() => generator, discriminator, Plain with { SteadyItems = 1000, Decay = 0.4, Beta2 = 0 });
        using DisposeScope scope = NewDisposeScope();
        Tensor[] before =
        [
            .. generator.parameters().Concat(discriminator.parameters()).Select(parameter => parameter.detach().clone()),
        ];

        Step(gan, fraction: fraction, items: items);

        // Without memory (β₁ = β₂ = 0) Adam moves every weight by its learning rate, against the sign of the gradient.
        Tensor[] after = [.. generator.parameters().Concat(discriminator.parameters())];
        double Furthest(Range range) =>
            before[range].Zip(after[range]).Max(pair => pair.First.sub(pair.Second).abs().max().item<float>());
        int ofGenerator = generator.parameters().Count();
        Assert.Equal(expected, Furthest(..ofGenerator), 1e-5);
        Assert.Equal(expected, Furthest(ofGenerator..), 1e-5);
    }

    [Fact]
    public void A_discriminator_that_normalises_sees_real_and_made_images_apart_and_stands_still_in_the_generators_update()
    {
        Spy discriminator = new(Sequential(Flatten(), Linear(9, 5), BatchNorm1d(5), LeakyReLU(0.2), Linear(5, 1)));
        List<(long Size, float Mean)> calls = [];
        discriminator.Called += seen => calls.Add((seen.shape[0], seen.mean().item<float>()));
        using Gan gan = new(Generator, discriminator, Plain with { Loss = AdversarialLoss.Relativistic });
        calls.Clear();

        Step(gan);

        Assert.Equal([8, 8, 8, 8], calls.Select(call => call.Size));
        Assert.Equal(calls[0].Mean, calls[2].Mean); // real, then generated, both times
        Assert.Equal(calls[1].Mean, calls[3].Mean);
        Assert.NotEqual(calls[0].Mean, calls[1].Mean);
        Assert.Equal(2, discriminator.modules().OfType<BatchNorm1d>().Single().num_batches_tracked!.item<long>());
        Assert.All(discriminator.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Losses_and_accuracies_are_those_of_the_definition()
    {
        // A discriminator that says logit 2 for bright images and −1 for others; what G makes is grey.
        using Gan gan = new(Generator, new BrightnessJudge(), Plain with { LabelSmoothing = 0.1 });
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");

        Dictionary<string, float> measures = gan.TrainStep(
                new Batch(cat([ones(3, 1, 3, 3), zeros(1, 1, 3, 3)]), null),
                new TrainingMoment(0, 0, 0),
                new MersenneDraws(random)
            )
            .ToDictionary(measure => measure.Name, measure => measure.Value.item<float>());

        double Entropy(double logit, double label) =>
            (label * Math.Log(1 + Math.Exp(-logit))) + ((1 - label) * Math.Log(1 + Math.Exp(logit)));
        Assert.Equal((((3 * Entropy(2, 0.9)) + Entropy(-1, 0.9)) / 4) + Entropy(-1, 0), measures["d_loss"], 1e-4);
        Assert.Equal(Entropy(-1, 1), measures["g_loss"], 1e-4);
        Assert.Equal(0.75f, measures["d_accuracy_real"]);
        Assert.Equal(1f, measures["d_accuracy_fake"]);
    }

    [Fact]
    public void What_the_discriminator_sees_is_in_minus_1_to_1_under_noise_that_falls_to_0()
    {
        double Deviation(double noise, double fraction)
        {
            Spy discriminator = new(Discriminator());
            using Gan gan = new(Generator, discriminator, Plain with { InstanceNoise = noise });
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(1).Generator("step");
            List<Tensor> seen = [];
            discriminator.Called += images => seen.Add(images.detach());
            gan.TrainStep(
                new Batch(full([8, 1, 3, 3], 0.75f), null),
                new TrainingMoment(0, 0, fraction),
                new MersenneDraws(random)
            );
            Assert.Equal(0.5, seen[0][..8].mean().item<float>(), 0.1); // 2 · 0.75 − 1
            return seen[0][..8].std().item<float>();
        }

        // With 72 values, the deviation is accurate to within a fifth; 0.1 of a range of width two is 0.2.
        Assert.Equal(0, Deviation(0, 0), 1e-6);
        double first = Deviation(0.1, 0),
            half = Deviation(0.1, 0.5);
        Assert.InRange(first, 0.16, 0.24);
        Assert.Equal(first / 2, half, 1e-5); // the same draws, at half the strength
    }

    [Fact]
    public void All_that_the_discriminator_sees_is_changed_where_that_is_asked_for()
    {
        Spy discriminator = new(Sequential(Flatten(), Linear(64, 1)));
        List<Tensor> seen = [];
        using Gan gan = new(
            () => Sequential(Linear(4, 64), Sigmoid(), Unflatten(1, [1, 8, 8])),
            discriminator,
            Plain with
            {
                Augment = Augmentations.Cutout,
                R1 = 1,
            }
        );
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");
        discriminator.Called += images => seen.Add(images.detach());

        gan.TrainStep(new Batch(full([6, 1, 8, 8], 0.75f), null), new TrainingMoment(0, 0, 0), new MersenneDraws(random));

        // All of them contain mid-grey, 0: real and generated images, those for the penalty, and those in G's update.
        Assert.Equal([6, 6, 6], seen.Select(images => images.shape[0]));
        Assert.All(seen, images => Assert.True(images.flatten(1).eq(0).any(1).all().item<bool>()));
    }

    [Fact]
    public void A_step_with_everything_at_once_leaves_no_tensor_behind()
    {
        GanOptions options = new()
        {
            LatentSize = 4,
            Loss = AdversarialLoss.Relativistic,
            R1 = 1,
            R2 = 1,
            GradientPenalty = 1,
            PenaltyEvery = 1,
            DiscriminatorSteps = 2,
            InstanceNoise = 0.1,
            Augment = Augmentations.Color | Augmentations.Translation | Augmentations.Cutout,
            EmaHalfLife = 100,
            Clusters = 2,
        };
        using Gan gan = new(
            () => Sequential(Linear(4 + 2, 9), BatchNorm1d(9), Sigmoid(), Unflatten(1, [1, 3, 3])),
            Sequential(Flatten(), new SpectralNorm(Linear(9, 5)), LeakyReLU(0.2), new SpectralNorm(Linear(5, 2))),
            options
        );
        for (int step = 0; step < 2; step++)
            Step(gan, step);
        long before = LiveTensors.Count();

        for (int step = 2; step < 5; step++)
            Step(gan, step);

        Assert.Equal(before, LiveTensors.Count());
    }

    private sealed class BrightnessJudge : Module<Tensor, Tensor>
    {
        private readonly Parameter unused = new(zeros(1));

        internal BrightnessJudge()
            : base("judge") => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            Tensor isBright = input.mean([1, 2, 3]).gt(0.9).to(float32);
            return (isBright * 3) - 1 + (unused * 0) + (input.sum([1, 2, 3]) * 0);
        }
    }
}
