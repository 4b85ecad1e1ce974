using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

public sealed class VaeTests
{
    private static readonly VaeOptions Tiny = new() { LatentSize = 2 };

    [Fact]
    public void Every_option_out_of_range_is_named_at_once()
    {
        OptionsException e = Assert.Throws<OptionsException>(() =>
            new Vae(
                Encoder(),
                Decoder(),
                new VaeOptions
                {
                    LatentSize = 0,
                    Beta = -1,
                    FreeBits = 11,
                    ImportanceSamples = 0,
                    LearningRate = 7,
                    WarmUp = 2,
                    Decay = -1,
                    WeightDecay = 2,
                    StandardDeviation = 0,
                }
            )
        );

        Assert.Equal(10, e.Problems.Count); // including that the likelihood of ink has no standard deviation
    }

    public static TheoryData<string, VaeOptions> Contradictions =>
        new()
        {
            {
                "standard deviation",
                new VaeOptions { StandardDeviation = 0.1 }
            },
            {
                "set greyPixels only with",
                new VaeOptions { Likelihood = PixelModel.Gaussian, GreyPixels = GreyPixels.Drawn }
            },
            {
                "beta must be 1",
                new VaeOptions { ImportanceSamples = 5, Beta = 4 }
            },
            {
                "freeBits 0",
                new VaeOptions { ImportanceSamples = 5, FreeBits = 0.5 }
            },
        };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void An_option_that_does_not_apply_is_refused(string message, VaeOptions options)
    {
        Assert.Contains(
            message,
            Assert.Throws<OptionsException>(() => new Vae(Encoder(), Decoder(), options)).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, Func<Module<Tensor, Tensor?, Tensor>>, Func<Sequential>> Misfits =>
        new()
        {
            { "must make images [2, channels, height, width]", Encoder, () => Sequential(Linear(2, 9)) },
            { "with 1 or 3 channels", Encoder, () => Sequential(Linear(2, 18), Unflatten(1, [2, 3, 3])) },
            {
                "The decoder does not take an input of shape [2, 2]",
                Encoder,
                () => Sequential(Linear(7, 9), Unflatten(1, [1, 3, 3]))
            },
            {
                "The encoder does not take an input of shape [2, 1, 3, 3]",
                () => new OwnEncoder(Sequential(Flatten(), Linear(8, 4))),
                Decoder
            },
            { "for each of 2 latent dimensions, [2, 4]", () => new OwnEncoder(Sequential(Flatten(), Linear(9, 2))), Decoder },
        };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void Networks_that_do_not_fit_are_refused_with_their_shapes(
        string message,
        Func<Module<Tensor, Tensor?, Tensor>> encoder,
        Func<Sequential> decoder
    )
    {
        Assert.Contains(
            message,
            Assert.Throws<FigmentException>(() => new Vae(encoder(), decoder(), Tiny)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(1, 28, 30)]
    [InlineData(3, 6, 8)]
    public void Sides_that_are_no_whole_patches_are_refused_by_convolutions_and_dense_layers_take_them(
        int channels,
        int height,
        int width
    )
    {
        ImageDescription data = new(new ImageShape(channels, height, width));

        Assert.Contains(
            "multiples of 8",
            Assert.Throws<FigmentException>(() => Vae.Convolutional(Tiny, data, new SeededRandom(1))).Message,
            StringComparison.Ordinal
        );
        using Vae dense = Vae.Dense(Tiny, data, new SeededRandom(1));
        using Tensor samples = dense.Sample(2);
        Assert.Equal([2, channels, height, width], samples.shape);
    }

    [Theory]
    [InlineData(1, 8, 8)]
    [InlineData(3, 12, 20)]
    public void Convolutions_take_any_sides_that_are_multiples_of_4(int channels, int height, int width)
    {
        using Vae vae = Vae.Convolutional(
            Tiny,
            new ImageDescription(new ImageShape(channels, height, width)),
            new SeededRandom(1)
        );
        using DisposeScope scope = NewDisposeScope();

        Tensor latents = vae.Encode(rand(3, channels, height, width));

        Assert.Equal([3, 2], latents.shape);
        Assert.False(latents.requires_grad);
        Assert.Equal([3, channels, height, width], vae.Decode(latents).shape);
    }

    [Theory]
    [InlineData(1, PixelModel.Bernoulli)]
    [InlineData(3, PixelModel.Bernoulli)]
    [InlineData(3, PixelModel.Gaussian)]
    public void Gradients_agree_on_average_with_those_of_the_bound_as_it_is_written(int samples, PixelModel likelihood)
    {
        using Vae vae = new(
            Encoder().FromSeed(1),
            Decoder().FromSeed(2),
            Tiny with
            {
                ImportanceSamples = samples,
                Likelihood = likelihood,
                StandardDeviation = likelihood == PixelModel.Gaussian ? 0.5 : null,
            }
        );
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(3).Generator("test");
        const int Repeats = 4_000; // of the same two images, side by side
        Tensor images = rand([2, 1, 3, 3], generator: random).gt(0.5).to(ScalarType.Float32).repeat(Repeats, 1, 1, 1);
        Tensor noise = randn([samples, 2 * Repeats, 2], generator: random);
        Parameter[] parameters = [.. vae.Networks.SelectMany(network => network.Module.parameters())];

        DiagonalGaussian posterior = vae.Posterior(images, null);
        VaeGradients.Backward(vae, images, null, posterior, posterior.Sample(noise), BatchShare.Alone(1));
        Tensor[] actual = [.. parameters.Select(parameter => parameter.grad!.clone())];

        foreach (Parameter parameter in parameters)
            parameter.grad!.zero_();
        posterior = vae.Posterior(images, null);
        Tensor z = posterior.Sample(noise);
        Tensor logWeights = vae.LogLikelihood(images, z, null) + DiagonalGaussian.StandardLogDensity(z) - posterior.LogDensity(z);
        VariationalBound.ImportanceWeighted(logWeights).mean().neg().backward();

        foreach ((Tensor value, Parameter parameter) in actual.Zip(parameters))
        {
            double scale = parameter.grad!.norm().item<float>();
            Assert.InRange((value - parameter.grad).norm().item<float>(), 0, (0.08 * scale) + 0.03);
        }
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(10, true)]
    public void Below_its_free_bits_a_latent_is_pulled_nowhere(double freeBits, bool stays)
    {
        // With a decoder that ignores the latents, only the KL term reaches the encoder.
        OwnEncoder encoder = Encoder().FromSeed(1);
        using Vae vae = new(encoder, new Deaf(), Tiny with { FreeBits = freeBits, Beta = 2, WeightDecay = 0 });
        byte[] Weights() => [.. encoder.parameters().SelectMany(parameter => parameter.bytes.ToArray())];
        byte[] before = Weights();

        Train(vae, 3);

        Assert.Equal(stays, before.SequenceEqual(Weights()));
    }

    [Fact]
    public void Pixels_deviation_is_learned_where_it_is_not_given()
    {
        // Images of noise, about which latents say nothing: σ approaches that of the noise, 0.2887 for a uniform distribution.
        using Vae vae = new(
            Encoder().FromSeed(1),
            new Deaf(),
            Tiny with
            {
                Likelihood = PixelModel.Gaussian,
                LearningRate = 0.01,
                WarmUp = 0,
                Decay = 0,
            }
        );
        Assert.Equal(["encoder", "decoder", "deviation"], vae.SamplingNetworks.Select(network => network.Name));

        Dictionary<string, float> measures = Train(vae, 400);

        Assert.Equal(1 / Math.Sqrt(12), measures["deviation"], 0.02);
        using Vae given = new(Encoder(), Decoder(), Tiny with { Likelihood = PixelModel.Gaussian, StandardDeviation = 0.1 });
        Assert.DoesNotContain("deviation", Train(given, 1).Keys);
    }

    [Fact]
    public void The_measures_add_up_to_the_loss()
    {
        using Vae vae = new(Encoder().FromSeed(1), Decoder().FromSeed(2), Tiny with { Beta = 3, GreyPixels = GreyPixels.Shares });

        Dictionary<string, float> measures = Train(vae, 1);

        Assert.Equal(measures["reconstruction"] + (3 * measures["kl"]), measures["loss"], 1e-4);
    }

    [Fact]
    public void A_users_own_networks_take_the_class_behind_the_latent_and_beside_the_image()
    {
        using Vae vae = new(
            new OwnEncoder(Sequential(Conv2d(1, 2, 3), Flatten(), Linear(2, 4)), Embedding(3, 4)).FromSeed(1),
            Sequential(Linear(2 + 3, 9), Unflatten(1, [1, 3, 3])).FromSeed(2),
            Tiny,
            [5, 5, 5]
        );
        using DisposeScope scope = NewDisposeScope();
        Tensor image = rand(1, 1, 3, 3),
            first = tensor([0L]),
            second = tensor([1L]);

        Assert.False(vae.Encode(image, first).allclose(vae.Encode(image, second)));
        Assert.False(vae.Decode(zeros(1, 2), first).allclose(vae.Decode(zeros(1, 2), second)));
        Assert.Throws<ArgumentNullException>(() => vae.Encode(image));
    }

    [Fact]
    public void Images_are_found_again_from_their_latents_once_it_has_learned_them()
    {
        byte[] pixels =
        [
            .. Enumerable
                .Range(0, 64 * 64)
                .Select(i =>
                    (byte)(
                        (i / 64 % 4) switch
                        {
                            0 => i % 2,
                            1 => i / 8 % 2,
                            2 => i / 32 % 2,
                            _ => i / 4 % 2,
                        } * 255
                    )
                ),
        ];
        using ImageDataset data = new("four patterns", new ImageShape(1, 8, 8), pixels);
        using Vae vae = Vae.Dense(new VaeOptions { LatentSize = 2 }, data.Description, new SeededRandom(1));
        Figment.Training.Trainer.Fit(
            vae,
            data,
            new Figment.Training.TrainingOptions { Length = Figment.Training.TrainingLength.OfSteps(150), BatchSize = 32 }
        );
        using DisposeScope scope = NewDisposeScope();

        Batch batch = data.Gather(arange(4, ScalarType.Int64));

        Assert.InRange((vae.Decode(vae.Encode(batch.Items)) - batch.Items).abs().mean().item<float>(), 0, 0.05f);
    }

    private static OwnEncoder Encoder() => new(Sequential(Flatten(), Linear(9, 8), SiLU(), Linear(8, 4)));

    private static Sequential Decoder() => Sequential(Linear(2, 8), SiLU(), Linear(8, 9), Unflatten(1, [1, 3, 3]));

    private static Dictionary<string, float> Train(Vae vae, int steps)
    {
        Dictionary<string, float> last = [];
        for (int step = 0; step < steps; step++)
        {
            using DisposeScope scope = NewDisposeScope();
            using Generator random = new SeededRandom(5).Generator("step", step);
            Batch batch = new(rand([64, 1, 3, 3], generator: random), null);
            last = vae.TrainStep(batch, new TrainingMoment(step, step * 64, (double)step / steps), new MersenneDraws(random))
                .ToDictionary(measure => measure.Name, measure => measure.Value.item<float>());
        }

        return last;
    }

    /// <summary>A decoder that makes the same image from every latent.</summary>
    private sealed class Deaf : Module<Tensor, Tensor>
    {
        private readonly Parameter image = new(full(9, 0.5f));

        internal Deaf()
            : base("deaf") => RegisterComponents();

        public override Tensor forward(Tensor input) =>
            (image.unsqueeze(0) + (input.sum([1], keepdim: true) * 0)).view(-1, 1, 3, 3);
    }
}

internal static class SeededNetworks
{
    internal static T FromSeed<T>(this T network, long seed)
        where T : Module
    {
        using Draws generator = new SeededRandom(seed).Draws("weights");
        return Figment.Networks.Initialization.FanInUniform(network, generator);
    }
}
