using System.Runtime.Intrinsics;
using Figment.Backend;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

/// <summary>
/// Fused normalisation and activation, compared with libtorch's operations and their automatic gradients in float64.
/// </summary>
public sealed class NormSiluTests
{
    private const string Reason = "The kernel needs vectors of 256 bits.";

    public NormSiluTests() => TorchLibrary.Load();

    public static bool IsElsewhere => !Vector256.IsHardwareAccelerated;

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(3, 16, 5, 7, true)]
    [InlineData(1, 64, 14, 14, false)]
    [InlineData(8, 128, 1, 1, true)]
    [InlineData(2, 2048, 2, 3, true)]
    public void In_float32_it_and_its_gradients_are_those_of_float64(
        int images,
        int channels,
        int height,
        int width,
        bool isScaled
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Call exact = new(images, channels, height, width, isScaled, ScalarType.Float64),
            call = new(images, channels, height, width, isScaled, ScalarType.Float32);

        Tensor[] expected = exact.Run(NormSilu.ByOperations),
            given = call.Run(NormSilu.Of);

        Assert.Equal(isScaled ? 5 : 4, given.Length);
        for (int i = 0; i < given.Length; i++)
        {
            Tensor away = (given[i].to(ScalarType.Float64) - expected[i]).abs().max();
            Assert.InRange(away.item<double>(), 0, 4e-6 * Math.Max(1, expected[i].abs().max().item<double>()));
        }
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(true)]
    [InlineData(false)]
    public void In_bfloat16_it_is_nearer_to_float64_than_libtorch_s_operations_are(bool isScaled)
    {
        using DisposeScope scope = NewDisposeScope();
        Call exact = new(16, 64, 14, 14, isScaled, ScalarType.Float64),
            fused = new(16, 64, 14, 14, isScaled, ScalarType.BFloat16),
            apart = new(16, 64, 14, 14, isScaled, ScalarType.BFloat16);

        Tensor[] expected = exact.Run(NormSilu.ByOperations),
            given = fused.Run(NormSilu.Of),
            usual = apart.Run(NormSilu.ByOperations);

        for (int i = 0; i < given.Length; i++)
        {
            double Away(Tensor x) =>
                (x.to(ScalarType.Float64) - expected[i]).norm().item<double>() / expected[i].norm().item<double>();
            Assert.InRange(Away(given[i]), 0, Math.Min(Away(usual[i]), 0.006));
        }
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        int before = get_num_threads();
        try
        {
            byte[][][] all =
            [
                .. ((int[])[1, 2, 3, 8]).Select(threads =>
                {
                    set_num_threads(threads);
                    Call call = new(37, 48, 9, 5, isScaled: true, type);
                    return call.Run(NormSilu.Of).Select(x => Bytes(x.to(ScalarType.Float32))).ToArray();
                }),
            ];
            Assert.All(all, bytes => Assert.Equal(all[0], bytes));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Other_layouts_channels_and_groups_are_left_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        using GroupNorm odd = ResidualBlock.Norm(24),
            few = nn.GroupNorm(2, 32),
            usual = ResidualBlock.Norm(32);
        foreach (
            (GroupNorm norm, Tensor x) in ((GroupNorm, Tensor)[])
                [(odd, Beside(randn(2, 24, 4, 4))), (few, Beside(randn(2, 32, 4, 4))), (usual, randn(2, 32, 4, 4))]
        )
        {
            Tensor y = NormSilu.Of(norm, x, null);

            Assert.Equal(Bytes(NormSilu.ByOperations(norm, x, null)), Bytes(y));
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Without_gradients_it_gives_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        using GroupNorm norm = ResidualBlock.Norm(32);
        Tensor x = Beside(randn(2, 32, 4, 4));
        Tensor learned = NormSilu.Of(norm, x, null);
        using IDisposable noGradients = no_grad();

        Tensor y = NormSilu.Of(norm, x, null);

        Assert.True(learned.requires_grad);
        Assert.False(y.requires_grad);
        Assert.Equal(Bytes(learned.detach()), Bytes(y));
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_step_s_scope_holds_all_that_it_made()
    {
        using DisposeScope outer = NewDisposeScope();
        GroupNorm norm = ResidualBlock.Norm(16);
        Tensor x = Beside(randn(2, 16, 4, 4)).detach().requires_grad_(true),
            scaleShift = randn(2, 32).requires_grad_(true);
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 5; i++)
            Step();

        Assert.Equal(before, Tensor.TotalCount);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            NormSilu.Of(norm, NormSilu.Of(norm, x, scaleShift), scaleShift).sum().backward();
        }
    }

    private static byte[] Bytes(Tensor x) => x.contiguous().bytes.ToArray();

    private static Tensor Beside(Tensor x) => x.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);

    /// <summary>The same numbers, rounded to bfloat16, in a given type.</summary>
    private sealed class Call(int images, int channels, int height, int width, bool isScaled, ScalarType type)
    {
        /// <summary>The output, and the gradients of x, w, b, s and t.</summary>
        internal Tensor[] Run(Func<GroupNorm, Tensor, Tensor?, Tensor> function)
        {
            using Generator random = new(3, CPU);
            Tensor Draw(params long[] shape) => randn(shape, generator: random).to(ScalarType.BFloat16).to(type);
            Tensor x = Beside((Draw(images, channels, height, width) * 2) + 3).detach().requires_grad_(true);
            Tensor[] scaleShift = isScaled ? [(Draw(images, 2 * channels) * 0.5).requires_grad_(true)] : [];
            using GroupNorm norm = ResidualBlock.Norm(channels);
            norm.weight!.detach().copy_(Draw(channels) + 1);
            norm.bias!.detach().copy_(Draw(channels));
            norm.to(type);

            Tensor y = function(norm, x, scaleShift.FirstOrDefault());
            (y * Beside(Draw(images, channels, height, width))).sum().backward();

            Tensor[] all = [y.detach(), x.grad!, norm.weight!.grad!, norm.bias!.grad!, .. scaleShift.Select(each => each.grad!)];
            return all;
        }
    }
}
