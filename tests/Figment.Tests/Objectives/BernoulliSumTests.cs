using System.Runtime.Intrinsics;
using Figment.Backend;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

/// <summary>The likelihood of ink in one pass, beside libtorch's operations and their automatic gradients in float64.</summary>
public sealed class BernoulliSumTests : IDisposable
{
    private const string Reason = "The kernel needs vectors of 256 bits.";

    private readonly DisposeScope scope;

    public BernoulliSumTests()
    {
        TorchLibrary.Load();
        scope = NewDisposeScope();
    }

    public static bool IsElsewhere => !Vector256.IsHardwareAccelerated;

    public void Dispose() => scope.Dispose();

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(ScalarType.Float32, 2e-6, 2e-6)]
    [InlineData(ScalarType.BFloat16, 2e-6, 4e-3)]
    public void Sums_and_gradients_are_those_of_float64(ScalarType type, double sumTolerance, double gradientTolerance)
    {
        (Tensor images, Tensor logits, Tensor factors) = (
            rand([5, 1, 28, 28]),
            (randn([3, 5, 1, 28, 28]) * 6).to(type).requires_grad_(true),
            randn(3, 5)
        );
        Tensor exact = logits.detach().to(ScalarType.Float64).requires_grad_(true);
        Assert.True(BernoulliSum.Takes(images, logits));
        Assert.False(BernoulliSum.Takes(images.to(ScalarType.Float64), exact));

        Tensor sums = PixelLikelihood.Bernoulli(images, logits),
            expected = PixelLikelihood.Bernoulli(images.to(ScalarType.Float64), exact);
        (sums * factors).sum().backward();
        (expected * factors).sum().backward();

        Assert.Equal(ScalarType.Float32, sums.dtype);
        Assert.InRange(Away(sums, expected), 0, sumTolerance);
        Assert.InRange(Away(logits.grad!, exact.grad!), 0, gradientTolerance);
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Logits_of_any_size_stay_finite()
    {
        Tensor ink = ones(1, 1, 4, 4),
            logits = tensor([200f, -200f, 3e38f, 0f]).repeat(4).view(1, 1, 4, 4).requires_grad_(true);
        Tensor blank = zeros(1, 1, 4, 4);

        Tensor sum = PixelLikelihood.Bernoulli(ink, logits),
            off = PixelLikelihood.Bernoulli(blank, logits);
        sum.backward();

        Assert.Equal(4 * (-200 - Math.Log(2)), sum.item<float>(), 1e-2);
        Assert.True(off.item<float>() < -1e38);
        Assert.Equal([0f, 1f, 0f, 0.5f], logits.grad!.flatten().data<float>().Take(4));
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ScalarType type)
    {
        int before = get_num_threads();
        (Tensor images, Tensor given) = (rand([7, 3, 8, 8]), randn([2, 7, 3, 8, 8]).to(type));
        try
        {
            float[][] all =
            [
                .. ((int[])[1, 2, 3, 8]).Select(threads =>
                {
                    set_num_threads(threads);
                    Tensor logits = given.detach().clone().requires_grad_(true),
                        sums = BernoulliSum.Of(images, logits);
                    sums.sum().backward();
                    return (float[])[.. sums.data<float>(), .. logits.grad!.to(ScalarType.Float32).data<float>()];
                }),
            ];
            Assert.All(all, numbers => Assert.Equal(all[0], numbers));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Without_gradients_it_gives_the_same()
    {
        (Tensor images, Tensor logits) = (rand([2, 1, 8, 8]), randn(2, 1, 8, 8).requires_grad_(true));
        Tensor learned = BernoulliSum.Of(images, logits);
        using IDisposable noGradients = no_grad();

        Tensor plain = BernoulliSum.Of(images, logits);

        Assert.True(learned.requires_grad);
        Assert.False(plain.requires_grad);
        Assert.Equal(learned.detach().data<float>(), plain.data<float>());
    }

    [Fact]
    public void Odd_sizes_are_left_to_libtorch()
    {
        (Tensor images, Tensor logits) = (rand([2, 1, 5, 5]), randn(2, 1, 5, 5));

        Assert.False(BernoulliSum.Takes(images, logits));
        Assert.False(BernoulliSum.Takes(rand([2L, 1, 1, 8, 8]), rand([2L, 1, 1, 8, 8])));
        Assert.False(BernoulliSum.Takes(rand([2, 1, 8, 8]), rand([8, 8])));
        Assert.InRange(
            Away(
                PixelLikelihood.Bernoulli(images, logits),
                PixelLikelihood.Bernoulli(images.to(ScalarType.Float64), logits.to(ScalarType.Float64))
            ),
            0,
            1e-5
        );
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_step_s_scope_holds_all_that_it_made()
    {
        (Tensor images, Tensor leaf) = (rand([2, 1, 8, 8]), randn([1, 2, 1, 8, 8]).requires_grad_(true));
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 5; i++)
            Step();

        Assert.Equal(before, Tensor.TotalCount);

        void Step()
        {
            using DisposeScope step = NewDisposeScope();
            PixelLikelihood.Bernoulli(images, leaf.mul(leaf)).sum().backward();
        }
    }

    private static double Away(Tensor given, Tensor exact) =>
        (given.to(ScalarType.Float64) - exact).abs().max().item<double>() / Math.Max(1, exact.abs().max().item<double>());
}
