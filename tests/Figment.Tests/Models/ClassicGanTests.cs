using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

public sealed class ClassicGanTests
{
    private static readonly ClassicGanOptions Tiny = new() { LatentSize = 4 };

    [Fact]
    public void Not_one_bit_of_the_discriminator_changes_in_the_generators_update()
    {
        using SpyingDiscriminator discriminator = new();
        using ClassicGan gan = new(Generator(), discriminator, Tiny);
        discriminator.Calls.Clear();

        Step(gan);
        byte[] after = discriminator.State();

        // D is called three times: on real, on fakes, on G's images. It learns after the first two only.
        Assert.Equal(3, discriminator.Calls.Count);
        Assert.NotEqual(discriminator.Calls[0], discriminator.Calls[1]);
        Assert.NotEqual(discriminator.Calls[1], discriminator.Calls[2]);
        Assert.Equal(discriminator.Calls[2], after);
    }

    [Fact]
    public void The_discriminator_can_learn_again_after_the_generators_update()
    {
        using Sequential discriminator = Discriminator();
        using ClassicGan gan = new(Generator(), discriminator, Tiny);

        Step(gan);

        Assert.All(discriminator.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Fact]
    public void The_generator_does_not_change_while_the_discriminator_learns()
    {
        using Sequential generator = Generator();
        List<byte[]> weights = [];
        using SpyingDiscriminator discriminator = new(() => weights.Add(Weights(generator)));
        using ClassicGan gan = new(generator, discriminator, Tiny);
        weights.Clear();

        Step(gan);

        Assert.Equal(weights[0], weights[1]);
        Assert.Equal(weights[1], weights[2]);
        Assert.NotEqual(weights[2], Weights(generator));
    }

    [Fact]
    public void The_generators_running_statistics_move_once_for_each_batch_it_makes_and_never_in_sampling()
    {
        using Sequential generator = Generator();
        using ClassicGan gan = new(generator, Discriminator(), Tiny);
        BatchNorm1d norm = generator.modules().OfType<BatchNorm1d>().Single();
        byte[] atFirst = norm.running_mean!.bytes.ToArray();
        Assert.Equal(0, Tracked(generator));

        Step(gan);
        byte[] afterStep = norm.running_mean!.bytes.ToArray();
        Assert.Equal(2, Tracked(generator)); // D's fakes, then G's own update
        Assert.NotEqual(atFirst, afterStep);

        using Tensor samples = gan.Sample(8);
        Assert.Equal(2, Tracked(generator));
        Assert.Equal(afterStep, norm.running_mean!.bytes.ToArray());
    }

    [Fact]
    public void A_frozen_discriminators_batch_normalisation_stands_still_too()
    {
        using Sequential discriminator = Sequential(Flatten(), Linear(9, 5), BatchNorm1d(5), ReLU(), Linear(5, 1));
        using ClassicGan gan = new(Generator(), discriminator, Tiny);

        Step(gan);

        Assert.Equal(2, Tracked(discriminator)); // on real and on fakes, not in G's update
        Assert.All(discriminator.modules(), module => Assert.True(module.training));
    }

    [Fact]
    public void Losses_and_accuracies_are_those_of_the_definition()
    {
        // A discriminator that always says logit 2 for bright images and −1 for dark ones, and cannot learn.
        using ClassicGan gan = new(Generator(), new BrightnessJudge(), Tiny);
        using DisposeScope scope = NewDisposeScope();
        Tensor bright = ones(3, 1, 3, 3),
            dark = zeros(1, 1, 3, 3);

        Dictionary<string, float> measures = gan.TrainStep(
                new Batch(cat([bright, dark]), null),
                zeros(4, 4),
                zeros(4, 4),
                new MersenneDraws(manual_seed(0))
            )
            .ToDictionary(measure => measure.Name, measure => measure.Value.item<float>());

        // Binary cross-entropy: −log σ(l) for real, −log(1 − σ(l)) for fake. G's images are about 0.5, which counts as dark:
        // logit −1.
        double Real(double logit) => Math.Log(1 + Math.Exp(-logit));
        double Fake(double logit) => Math.Log(1 + Math.Exp(logit));
        Assert.Equal((((3 * Real(2)) + Real(-1)) / 4 + Fake(-1)) / 2, measures["d_loss"], 1e-4);
        Assert.Equal(Real(-1), measures["g_loss"], 1e-4);
        Assert.Equal(0.75f, measures["d_accuracy_real"]);
        Assert.Equal(1f, measures["d_accuracy_fake"]);
    }

    [Fact]
    public void Any_two_networks_of_matching_shapes_do()
    {
        using Sequential generator = Sequential(Linear(4, 12), Tanh(), Unflatten(1, [3, 2, 2]), Sigmoid());
        using ClassicGan gan = new(generator, Sequential(Conv2d(3, 2, 2), Flatten(), Linear(2, 1)), Tiny);

        Assert.Equal(new ImageShape(3, 2, 2), gan.Shape);
        using Tensor samples = gan.Sample(5);
        Assert.Equal([5, 3, 2, 2], samples.shape);
    }

    public static TheoryData<string, Func<Sequential>, Func<Sequential>> Misfits =>
        new()
        {
            { "must make images [2, channels, height, width]", () => Sequential(Linear(4, 9), Sigmoid()), Discriminator },
            {
                "values outside [0, 1]",
                () =>
                    Sequential(Linear(4, 9), ReLU(), Unflatten(1, [1, 3, 3]))
                        .Also(network => init.constant_(((Linear)network[0]).bias!, 5)),
                Discriminator
            },
            {
                "The generator does not take an input of shape [2, 4]",
                () => Sequential(Linear(7, 9), Sigmoid(), Unflatten(1, [1, 3, 3])),
                Discriminator
            },
            { "one logit per image", Generator, () => Sequential(Flatten(), Linear(9, 2)) },
            {
                "The discriminator does not take an input of shape [2, 1, 3, 3]",
                Generator,
                () => Sequential(Flatten(), Linear(8, 1))
            },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Networks_that_do_not_fit_are_refused_with_their_shapes(
        string message,
        Func<Sequential> generator,
        Func<Sequential> discriminator
    )
    {
        FigmentException e = Assert.Throws<FigmentException>(() => new ClassicGan(generator(), discriminator(), Tiny));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_out_of_range_is_named_at_once()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            new ClassicGan(
                Generator(),
                Discriminator(),
                new ClassicGanOptions
                {
                    LatentSize = 0,
                    LearningRate = 7,
                    Beta1 = 1,
                }
            )
        );

        Assert.Equal(3, e.Problems.Count);
    }

    private static Sequential Generator() =>
        Sequential(Linear(4, 6), ReLU(), BatchNorm1d(6), Linear(6, 9), Sigmoid(), Unflatten(1, [1, 3, 3]));

    private static Sequential Discriminator() => Sequential(Flatten(), Linear(9, 5), ReLU(), Linear(5, 1));

    private static void Step(ClassicGan gan)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step");
        gan.TrainStep(
            new Batch(rand([6, 1, 3, 3], generator: random), null),
            new TrainingMoment(0, 0, 0),
            new MersenneDraws(random)
        );
    }

    private static long Tracked(Sequential network) =>
        network
            .state_dict()
            .Single(entry => entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Value.item<long>();

    private static byte[] Weights(Module module) => [.. module.parameters().SelectMany(parameter => parameter.bytes.ToArray())];

    /// <summary>Writes down its own weights each time it is called.</summary>
    private sealed class SpyingDiscriminator : Module<Tensor, Tensor>
    {
        private readonly Sequential inner = Discriminator();
        private readonly Action? onCall;

        internal SpyingDiscriminator(Action? onCall = null)
            : base("spy")
        {
            this.onCall = onCall;
            RegisterComponents();
        }

        internal List<byte[]> Calls { get; } = [];

        public override Tensor forward(Tensor input)
        {
            Calls.Add(State());
            onCall?.Invoke();
            return inner.call(input);
        }

        internal byte[] State() => Weights(inner);
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

internal static class SequentialExtensions
{
    internal static Sequential Also(this Sequential network, Action<Sequential> change)
    {
        change(network);
        return network;
    }
}
