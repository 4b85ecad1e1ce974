using Figment.Backend;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Tests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Evaluation;

/// <summary>
/// On models whose likelihood is known: x = W z + b + σ ε is normally distributed (tests/golden/vae.py asks SciPy), and so is
/// z given x, with a diagonal covariance because W's columns are orthogonal.
/// </summary>
public sealed class LikelihoodEstimatorTests
{
    private const double Deviation = 0.25;
    private static readonly double[] Scale = [0.25, 0.125];

    [Fact]
    public void With_the_exact_posterior_bound_and_ELBO_are_the_log_likelihood_itself()
    {
        using ImageDataset data = Data();
        using Vae vae = LinearGaussian(widen: 1);

        LikelihoodReport report = LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = 3 });

        Assert.Equal(Exact(), report.LogLikelihood.Value, 1e-4);
        Assert.Equal(Exact(), report.Elbo.Value, 1e-4);
        Assert.Equal((5, 3, Binarization.None), (report.Images, report.Samples, report.Binarize));
    }

    [Fact]
    public void With_another_posterior_the_bound_comes_to_the_log_likelihood_from_below()
    {
        using ImageDataset data = Data();
        using Vae vae = LinearGaussian(widen: 2);
        LikelihoodReport Of(int samples) =>
            LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = samples, Seed = 1 });

        LikelihoodReport many = Of(20_000);

        // KL(q ‖ posterior) of two dimensions twice as wide: 2 (½ (4 − 1) − log 2).
        Assert.Equal(Exact(), many.LogLikelihood.Value, 0.01);
        Assert.Equal(Exact() - (3 - (2 * Math.Log(2))), many.Elbo.Value, 0.03);
        Assert.InRange(Of(10).LogLikelihood.Value, many.Elbo.Value, Exact());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void The_ELBO_is_never_above_the_bound(int samples)
    {
        using ImageDataset data = Grey(20);
        using Vae vae = Vae.Dense(new VaeOptions { LatentSize = 3 }, data.Description, new SeededRandom(1));

        LikelihoodReport report = LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = samples });

        Assert.Equal(Binarization.Static, report.Binarize);
        Assert.InRange(report.Elbo.Value, -1000, report.LogLikelihood.Value + 1e-9);
        Assert.Equal(samples > 1, report.Elbo.Value < report.LogLikelihood.Value);
        Assert.NotNull(report.LogLikelihood.StandardError);
    }

    [Fact]
    public void Pixels_without_a_model_cost_log_2_each()
    {
        // Logits of 0 whatever the latent is, and a posterior equal to the prior.
        using ImageDataset data = Grey(20);
        Sequential decoder = Sequential(Zeros(2, 16), Unflatten(1, [1, 4, 4]));
        using Vae vae = new(Encoder(Zeros(16, 4)), decoder, new VaeOptions { LatentSize = 2 });

        Assert.Equal(
            -16 * Math.Log(2),
            LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = 2 }).LogLikelihood.Value,
            1e-5
        );
    }

    [Fact]
    public void Ink_is_drawn_by_grey_values_once_for_each_image()
    {
        // Pixels of grey 51/255 under a model that says 1/5: the mean of x log p + (1 − x) log (1 − p) is the entropy.
        byte[] pixels = [.. Enumerable.Repeat((byte)51, 400 * 16)];
        using ImageDataset data = new("grey", new ImageShape(1, 4, 4), pixels),
            fewer = new("grey", new ImageShape(1, 4, 4), pixels[..(7 * 16)]);
        Linear constant = Zeros(2, 16, layer => layer.bias!.fill_((float)Math.Log(0.25)));
        Sequential decoder = Sequential(constant, Unflatten(1, [1, 4, 4]));
        using Vae vae = new(Encoder(Zeros(16, 4)), decoder, new VaeOptions { LatentSize = 2 });

        LikelihoodReport report = LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = 1 });

        double entropy = -16 * ((0.2 * Math.Log(0.2)) + (0.8 * Math.Log(0.8)));
        Assert.Equal(-entropy, report.LogLikelihood.Value, 4 * report.LogLikelihood.StandardError!.Value);
        Assert.Equal(4 * 0.4 * Math.Log(4) / 20, report.LogLikelihood.StandardError.Value, 0.02); // √16 √(p (1 − p)) log 4 / √400
        Assert.Equal(report, LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = 1 }));
        Assert.NotEqual(report, LikelihoodEstimator.Estimate(vae, data, new LikelihoodOptions { Samples = 1, Seed = 1 }));
        Assert.Equal(7, LikelihoodEstimator.Estimate(vae, fewer, new LikelihoodOptions { Samples = 1 }).Images);
    }

    [Fact]
    public void A_conditional_model_is_asked_with_each_images_class()
    {
        // A decoder that sees only the class: images of class 1 are all ink, those of class 0 have none.
        byte[] pixels = [.. Enumerable.Range(0, 20 * 16).Select(i => (byte)(i / 16 % 2 * 255))],
            labels = [.. Enumerable.Range(0, 20).Select(i => (byte)(i % 2))];
        using ImageDataset data = new("two", new ImageShape(1, 4, 4), pixels, labels),
            other = new("other", new ImageShape(1, 4, 4), pixels);
        Linear byClass = Zeros(
            2 + 2,
            16,
            layer =>
            {
                layer.weight!.narrow(1, 2, 1).fill_(-20);
                layer.weight!.narrow(1, 3, 1).fill_(20);
            }
        );
        using Vae vae = new(
            Encoder(Zeros(16, 4)),
            Sequential(byClass, Unflatten(1, [1, 4, 4])),
            new VaeOptions { LatentSize = 2 },
            [10, 10]
        );

        Assert.Equal(
            0,
            LikelihoodEstimator
                .Estimate(vae, data, new LikelihoodOptions { Samples = 5, Binarize = Binarization.None })
                .LogLikelihood.Value,
            1e-5
        );
        Assert.Contains(
            "2 classes",
            Assert.Throws<FigmentException>(() => LikelihoodEstimator.Estimate(vae, other)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_has_no_likelihood_is_refused_in_words()
    {
        using ImageDataset grey = Grey(20),
            linear = Data();
        using Vae ink = Vae.Dense(new VaeOptions { LatentSize = 2 }, grey.Description, new SeededRandom(1)),
            numbers = LinearGaussian(widen: 1);

        Assert.Contains(
            "grey pixels",
            Refused(ink, grey, new LikelihoodOptions { Binarize = Binarization.None }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Omit the binarisation",
            Refused(numbers, linear, new LikelihoodOptions { Binarize = Binarization.Static }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "importance samples",
            Refused(ink, grey, new LikelihoodOptions { Samples = 0, Images = 0 }),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "the model makes",
            Assert.Throws<FigmentException>(() => LikelihoodEstimator.Estimate(ink, linear)).Message,
            StringComparison.Ordinal
        );

        static string Refused(Vae vae, ImageDataset data, LikelihoodOptions options) =>
            Assert.Throws<OptionsException>(() => LikelihoodEstimator.Estimate(vae, data, options)).Message;
    }

    [Fact]
    public void It_tells_how_far_it_is_can_be_stopped_and_leaves_no_tensor_behind()
    {
        using ImageDataset data = Grey(40);
        using Vae vae = Vae.Dense(new VaeOptions { LatentSize = 2 }, data.Description, new SeededRandom(1));
        List<double> fractions = [];
        using CancellationTokenSource stop = new();
        long before = LiveTensors.Count();

        LikelihoodEstimator.Estimate(
            vae,
            data,
            new LikelihoodOptions { Samples = 130 },
            new Listener(value => fractions.Add(value.Fraction))
        );
        Assert.Throws<OperationCanceledException>(() =>
            LikelihoodEstimator.Estimate(vae, data, null, new Listener(_ => stop.Cancel()), stop.Token)
        );

        Assert.Equal(9, fractions.Count); // 3 blocks of images, 3 of samples
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(before, LiveTensors.Count());
    }

    private static double Exact()
    {
        using System.Text.Json.JsonDocument golden = Golden.Read("vae.json");
        return golden.RootElement.GetProperty("linear").EnumerateArray().Average(value => value.GetDouble());
    }

    /// <summary>x = W z + ½ + σ ε, with the posterior of z as the encoder, its standard deviations widened.</summary>
    private static Vae LinearGaussian(double widen)
    {
        double[] variances = [.. Scale.Select(scale => 1 / (1 + (4 * scale * scale / (Deviation * Deviation))))];
        float[] weight = [.. Enumerable.Range(0, 8).Select(i => (float)(Scale[i % 2] * (i == 3 || i == 7 ? -1 : 1)))]; // [4, 2]
        using DisposeScope scope = NewDisposeScope();
        Tensor w = tensor(weight, [4, 2]),
            back = w.t() * tensor([.. variances.Select(variance => (float)(variance / (Deviation * Deviation)))], [2, 1]);
        Linear encoder = Zeros(
            4,
            4,
            layer =>
            {
                layer.weight!.narrow(0, 0, 2).copy_(back);
                layer.bias!.copy_(
                    cat([
                        back.sum([1]) * -0.5,
                        tensor([.. variances.Select(variance => (float)Math.Log(variance * widen * widen))]),
                    ])
                );
            }
        );
        Linear decoder = Zeros(
            2,
            4,
            layer =>
            {
                layer.weight!.copy_(w);
                layer.bias!.fill_(0.5f);
            }
        );
        return new Vae(
            Encoder(encoder),
            Sequential(decoder, Unflatten(1, [1, 2, 2])),
            new VaeOptions
            {
                LatentSize = 2,
                Likelihood = PixelModel.Gaussian,
                StandardDeviation = Deviation,
            }
        );
    }

    private static OwnEncoder Encoder(Linear layer) => new(Sequential(Flatten(), layer));

    private static ImageDataset Data() =>
        new("linear", new ImageShape(1, 2, 2), [.. Enumerable.Range(0, 20).Select(i => (byte)(Golden.Bits((uint)i, 9) >> 24))]);

    private static ImageDataset Grey(int count) =>
        new("grey", new ImageShape(1, 4, 4), [.. Enumerable.Range(0, count * 16).Select(i => (byte)(i * 7919 % 251))]);

    /// <summary>A layer of zeros, optionally changed afterwards.</summary>
    private static Linear Zeros(int inputs, int outputs, Action<Linear>? change = null)
    {
        Linear layer = nn.Linear(inputs, outputs);
        using IDisposable noGradients = no_grad();
        layer.weight!.zero_();
        layer.bias!.zero_();
        change?.Invoke(layer);
        return layer;
    }

    private sealed class Listener(Action<EvaluationProgress> action) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => action(value);
    }
}
