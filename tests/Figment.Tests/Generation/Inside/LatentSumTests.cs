using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class LatentSumTests
{
    private static readonly ImageShape Tiny = new(1, 2, 4);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_taken_off_and_added_again_leaves_the_first_as_it_was(bool isFlow)
    {
        using ImageModel model = isFlow ? Flow() : new BandModel(4, Tiny);
        using DisposeScope scope = NewDisposeScope();
        Latents terms = Latents.OfSamples(model, [0, 5, 5]);

        Latents sum = LatentSum.Of(model, terms, [1, -1, 1]);

        Assert.True(sum.Values[0].eq(terms.Values[0]).all().item<bool>());
        Assert.Null(sum.Labels);
    }

    [Fact]
    public void Vectors_are_added_up_by_their_weights()
    {
        using BandModel model = new(2, Tiny);
        using DisposeScope scope = NewDisposeScope();
        Latents terms = new(
            tensor(
                new float[,]
                {
                    { 1, 2 },
                    { 3, 5 },
                    { 10, 20 },
                }
            ),
            null
        );

        float[] Sum(Latents of, params double[] weights) => LatentSum.Of(model, of, weights).Values.data<float>().ToArray();

        Assert.Equal([8f, 17], Sum(terms, 1, -1, 1));
        Assert.Equal([4.5f, 9], Sum(terms, 0.5, 0, 0.4));
        Assert.Equal([0f, 0], Sum(new Latents(cat([terms.Values[0..1], terms.Values[0..1]]), null), 1, -1));
    }

    [Fact]
    public void A_sum_of_noise_is_noise_of_the_same_deviation()
    {
        using FlowMatching model = Flow();
        using DisposeScope scope = NewDisposeScope();
        Tensor a = full([1, 1, 2, 4], 3f),
            b = full([1, 1, 2, 4], 4f);

        float Sum(Tensor terms, params double[] weights) =>
            LatentSum.Of(model, new(terms, null), weights).Values.max().item<float>();

        Assert.Equal(7 / Math.Sqrt(2), Sum(cat([a, b]), 0.5, 0.5), 1e-5);
        // A repeated term counts as one with weight 2.
        Assert.Equal((3 * 2 - 4) / Math.Sqrt(5), Sum(cat([a, b, a]), 1, -1, 1), 1e-5);
        Assert.Equal(0, Sum(cat([a, a]), 1, -1)); // and a sum of nothing is not scaled up
    }

    [Fact]
    public void A_difference_keeps_the_first_class_and_a_mean_mixes_them()
    {
        using FlowMatching model = Flow(3);
        using DisposeScope scope = NewDisposeScope();
        Latents terms = new(randn(3, 1, 2, 4), tensor([2L, 0, 2]));

        Latents difference = LatentSum.Of(model, terms, [1, -1, 1]),
            mean = LatentSum.Of(model, terms, [0.25, 0.5, 0.25]);

        Assert.Equal([2L], difference.Labels!.data<long>().ToArray());
        Assert.Equal([0.5f, 0, 0.5f], mean.Labels!.data<float>().ToArray());
        Assert.Equal([1, 1, 2, 4], mean.Generate(model).shape);
    }

    [Fact]
    public void Bad_weights_are_refused()
    {
        using BandModel model = new(2, Tiny);
        using DisposeScope scope = NewDisposeScope();
        Latents terms = Latents.OfSamples(model, [0, 1]);

        Assert.Throws<OptionsException>(() => LatentSum.Of(model, terms, [1]));
        Assert.Throws<OptionsException>(() => LatentSum.Of(model, terms, []));
        OptionsException notFinite = Assert.Throws<OptionsException>(() => LatentSum.Of(model, terms, [1, double.NaN]));
        Assert.Contains("finite", notFinite.Message, StringComparison.Ordinal);
    }

    private static FlowMatching Flow(int classes = 0) =>
        new(
            () => new VelocityNetwork((x, _, _) => zeros_like(x)),
            Tiny,
            new FlowOptions
            {
                EmaHalfLife = 0,
                GuidanceScale = 1,
                LabelDropout = 0,
            },
            [.. Enumerable.Repeat(1, classes)]
        );
}
