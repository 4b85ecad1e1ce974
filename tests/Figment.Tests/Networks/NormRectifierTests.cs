using System.Runtime.Intrinsics;
using Figment.Backend;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

/// <summary>
/// Fused batch normalisation and leaky ReLU, compared with libtorch's operations and their automatic gradients in float64.
/// </summary>
public sealed class NormRectifierTests
{
    private const string Reason = "The kernel needs vectors of 256 bits.";

    public NormRectifierTests() => TorchLibrary.Load();

    public static bool IsElsewhere => !Vector256.IsHardwareAccelerated;

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(2, 16)]
    [InlineData(128, 1024)]
    [InlineData(3, 2048)]
    [InlineData(37, 48, 9, 5)]
    [InlineData(3, 32, 40, 41)]
    public void In_float32_it_its_gradients_and_its_running_statistics_are_those_of_float64(params int[] shape)
    {
        using DisposeScope scope = NewDisposeScope();

        Tensor[] expected = Run(NormRectifier.ByOperations, shape, ScalarType.Float64, ScalarType.Float64),
            given = Run(NormRectifier.Of, shape, ScalarType.Float32);

        for (int i = 0; i < given.Length; i++)
        {
            Tensor away = (given[i].to(ScalarType.Float64) - expected[i]).abs().max();
            Assert.InRange(away.item<double>(), 0, 8e-6 * Math.Max(1, expected[i].abs().max().item<double>()));
        }
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(128, 512)]
    [InlineData(16, 64, 14, 14)]
    public void In_bfloat16_it_is_no_further_from_float64_than_libtorch_s_operations_are(params int[] shape)
    {
        using DisposeScope scope = NewDisposeScope();

        Tensor[] expected = Run(NormRectifier.ByOperations, shape, ScalarType.Float64, ScalarType.Float64);
        Tensor[] given = Run(NormRectifier.Of, shape, ScalarType.BFloat16),
            usual = Run(NormRectifier.ByOperations, shape, ScalarType.BFloat16);

        for (int i = 0; i < given.Length; i++)
        {
            double Away(Tensor x) =>
                (x.to(ScalarType.Float64) - expected[i]).norm().item<double>() / expected[i].norm().item<double>();
            Assert.InRange(Away(given[i]), 0, Math.Min((Away(usual[i]) * 1.05) + 1e-7, 0.006));
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
                    return Run(NormRectifier.Of, [37, 48, 9, 5], type).Select(x => Bytes(x.to(ScalarType.Float32))).ToArray();
                }),
            ];
            Assert.All(all, bytes => Assert.Equal(all[0], bytes));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Theory]
    [InlineData(24, true, ScalarType.Float32)]
    [InlineData(32, false, ScalarType.Float32)]
    [InlineData(32, true, ScalarType.Float64)]
    public void Odd_channels_other_types_and_sampling_are_left_to_libtorch(int channels, bool isTraining, ScalarType type)
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNormalization norm = new(channels);
        using LeakyRectifier rectifier = new(0.2);
        norm.to(type);
        norm.train(isTraining);
        Tensor x = randn([4, channels], type);

        Tensor y = NormRectifier.Of(norm, rectifier, x);

        Assert.Equal(Bytes(NormRectifier.ByOperations(norm, rectifier, x)), Bytes(y));
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Without_gradients_it_gives_the_same()
    {
        using DisposeScope scope = NewDisposeScope();
        using BatchNormalization norm = new(32);
        using LeakyRectifier rectifier = new(0.2);
        Tensor x = randn(8, 32),
            learned = NormRectifier.Of(norm, rectifier, x);
        using IDisposable noGradients = no_grad();

        Tensor y = NormRectifier.Of(norm, rectifier, x);

        Assert.True(learned.requires_grad);
        Assert.False(y.requires_grad);
        Assert.Equal(Bytes(learned.detach()), Bytes(y));
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_step_s_scope_holds_all_that_it_made()
    {
        using DisposeScope outer = NewDisposeScope();
        using LayerChain chain = new(
            new BatchNormalization(16, 2),
            new LeakyRectifier(0.2, inplace: true),
            new BatchNormalization(16, 2),
            new LeakyRectifier(0.2)
        );
        Tensor x = randn(2, 16, 4, 4).requires_grad_(true);
        Step();
        long before = Tensor.TotalCount;
        for (int i = 0; i < 5; i++)
            Step();

        Assert.Equal(before, Tensor.TotalCount);

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            chain.call(x).sum().backward();
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_chain_has_the_names_of_a_sequence_and_does_what_it_does()
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor>[] Layers() =>
            [
                Linear(8, 32, hasBias: true),
                new BatchNormalization(32),
                new LeakyRectifier(0.2, inplace: true),
                Linear(32, 16),
                new BatchNormalization(16),
                new LeakyRectifier(0.2),
            ];
        using LayerChain chain = new(Layers());
        using Sequential sequence = Sequential(Layers());
        chain.append(Linear(16, 3));
        sequence.append(Linear(16, 3));
        sequence.load_state_dict(chain.state_dict());
        Tensor x = randn(6, 8);

        foreach (bool isTraining in (bool[])[true, false])
        {
            chain.train(isTraining);
            sequence.train(isTraining);
            Assert.True(chain.call(x).allclose(sequence.call(x), 1e-5, 1e-6));
        }

        Assert.Equal(sequence.state_dict().Keys, chain.state_dict().Keys);
        Assert.All(
            sequence.state_dict(),
            each =>
                Assert.True(
                    each.Value.to(ScalarType.Float32).allclose(chain.state_dict()[each.Key].to(ScalarType.Float32), 1e-5, 1e-6)
                )
        );
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(true, 0)]
    [InlineData(false, 1)]
    public void A_chain_finds_its_pairs_where_dense_layers_are_computed_here_and_another_network_does_not(
        bool isChain,
        int watched
    )
    {
        using DisposeScope scope = NewDisposeScope();
        Module<Tensor, Tensor>[] layers = [Linear(8, 16), new BatchNormalization(16), new LeakyRectifier(0.2)];
        using Sequential network = isChain ? new LayerChain(layers) : Sequential(layers);
        int calls = 0;
        ((LeakyRectifier)layers[2]).register_forward_hook(
            (_, _, y) =>
            {
                calls++;
                return y;
            }
        );
        Tensor x = randn(6, 8);
        using IDisposable own = DenseProduct.On();
        Tensor y = DenseProduct.Call(network, x);

        Assert.Equal(watched, calls);
        Assert.False(x.IsInvalid);
        using IDisposable theirs = DenseProduct.Off();
        Assert.True(y.allclose(network.call(x), 1e-5, 1e-6));
    }

    private static byte[] Bytes(Tensor x) => x.contiguous().bytes.ToArray();

    /// <summary>
    /// The output, the gradients of x, w and b, and the running mean and variance; the numbers are rounded to bfloat16 first.
    /// </summary>
    private static Tensor[] Run(
        Func<BatchNormalization, LeakyRectifier, Tensor, Tensor> function,
        int[] shape,
        ScalarType type,
        ScalarType weights = ScalarType.Float32
    )
    {
        using Generator random = new(3, CPU);
        long[] size = [.. shape.Select(each => (long)each)];
        Tensor Draw(params long[] wanted) => randn(wanted, generator: random).to(ScalarType.BFloat16).to(type);
        Tensor x = ((Draw(size) * 2) + 3).to(ScalarType.BFloat16).to(type).detach().requires_grad_(true);
        BatchNormalization norm = new(size[1], size.Length - 2);
        LeakyRectifier rectifier = new(0.2);
        norm.weight!.detach().copy_((Draw(size[1]) + 1).to(ScalarType.BFloat16));
        norm.bias!.detach().copy_(Draw(size[1]));
        norm.to(weights);

        Tensor y = function(norm, rectifier, x);
        (y * Draw(size)).sum().backward();

        return [y.detach(), x.grad!, norm.weight!.grad!, norm.bias!.grad!, norm.running_mean!, norm.running_var!];
    }
}
