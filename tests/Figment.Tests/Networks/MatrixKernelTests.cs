using Figment.Backend;
using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

/// <summary>
/// Products wherever <see cref="MatrixKernel"/> can run, whether or not it is chosen there, compared with libtorch's in float64.
/// </summary>
public sealed class MatrixKernelTests
{
    private const string Reason = "The kernel needs AVX-512.";

    public MatrixKernelTests() => TorchLibrary.Load();

    public static bool IsElsewhere => !MatrixKernel.CanRun;

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(128, 784, 512)]
    [InlineData(8, 2048, 32)]
    [InlineData(129, 511, 259)]
    [InlineData(13, 1025, 33)]
    [InlineData(300, 37, 95)]
    [InlineData(17, 3000, 16)]
    public void Whatever_the_sizes_and_strides_the_product_is_that_of_float64(int m, int k, int n)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(1, CPU);
        Tensor bias = randn([n], generator: random);
        Tensor[] lefts =
        [
            randn([m, k], generator: random),
            randn([k, m], generator: random).t(),
            randn([m, 2 * k], generator: random)[.., ..k],
            randn([m, 1], generator: random).expand(m, k),
        ];
        Tensor[] rights =
        [
            randn([k, n], generator: random),
            randn([n, k], generator: random).t(),
            randn([k, n + 5], generator: random)[.., 2..(n + 2)],
        ];
        foreach (Tensor left in lefts)
        {
            foreach (Tensor right in rights)
            {
                Assert.True(MatrixKernel.Takes(left, right));

                Close(left.to(ScalarType.Float64).mm(right.to(ScalarType.Float64)), MatrixKernel.Multiply(left, right), k);
                Close(
                    left.to(ScalarType.Float64).mm(right.to(ScalarType.Float64)) + bias,
                    MatrixKernel.Multiply(left, right, bias),
                    k
                );
            }
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void The_bytes_do_not_depend_on_the_number_of_threads()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(2, CPU);
        Tensor left = randn([130, 700], generator: random),
            right = randn([100, 700], generator: random).t();
        int before = get_num_threads();
        try
        {
            byte[][] products =
            [
                .. ((int[])[1, 2, 3, 8]).Select(threads =>
                {
                    set_num_threads(threads);
                    return MatrixKernel.Multiply(left, right).bytes.ToArray();
                }),
            ];
            Assert.All(products, product => Assert.Equal(products[0], product));
        }
        finally
        {
            set_num_threads(before);
        }
    }

    [Fact]
    public void Small_products_other_types_and_shapes_that_do_not_fit_are_left_to_libtorch()
    {
        using DisposeScope scope = NewDisposeScope();
        Assert.False(MatrixKernel.Takes(zeros(128, 8), zeros(8, 16)));
        Assert.False(MatrixKernel.Takes(zeros(128, 512, ScalarType.Float64), zeros(512, 512, ScalarType.Float64)));
        Assert.False(MatrixKernel.Takes(zeros(128, 512), zeros(511, 512)));
        Assert.False(MatrixKernel.Takes(zeros(2, 128, 512), zeros(512, 512)));
        Assert.False(MatrixKernel.Takes(zeros(128, 512), zeros(512, 1024).as_strided([512, 512], [1024, 2])));
    }

    [Theory(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_networks_gradients_are_those_that_its_layers_compute_themselves(bool learns, bool hasBias)
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(3, CPU);
        using Sequential network = Sequential(
            Linear(300, 257, hasBias),
            LeakyReLU(0.2, inplace: true),
            Sequential(Linear(257, 200, hasBias), ReLU()),
            Linear(200, 3)
        );
        foreach (Parameter parameter in network.parameters())
            parameter.requires_grad_(learns);
        Tensor input = randn([130, 300], generator: random).requires_grad_(true);

        Tensor[] expected = Gradients(network.call),
            actual = Gradients(x => Call(network, x));

        Assert.Equal(learns ? network.parameters().Count() + 2 : 2, actual.Length);
        foreach ((Tensor e, Tensor a) in expected.Zip(actual))
            Close(e.to(ScalarType.Float64), a, 300);

        Tensor[] Gradients(Func<Tensor, Tensor> call)
        {
            Tensor made = call(input);
            Tensor[] of = [input, .. learns ? network.parameters() : []];
            return [made.detach(), .. autograd.grad([made.square().sum()], of)];
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_gradient_penalty_is_differentiated_as_through_layers_that_compute_themselves()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(4, CPU);
        using Sequential network = Sequential(Linear(300, 257), LeakyReLU(0.2), Linear(257, 200), Tanh(), Linear(200, 1));
        Tensor input = randn([64, 300], generator: random).requires_grad_(true);

        Tensor[] expected = Slopes(network.call),
            actual = Slopes(x => Call(network, x));

        foreach ((Tensor e, Tensor a) in expected.Zip(actual))
            Close(e.to(ScalarType.Float64), a, 300);

        Tensor[] Slopes(Func<Tensor, Tensor> call)
        {
            Tensor gradient = autograd.grad([call(input).sum()], [input], retain_graph: true, create_graph: true)[0];
            return
            [
                .. autograd.grad([gradient.square().sum()], [.. network.parameters().Where(parameter => parameter.dim() == 2)]),
            ];
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Nothing_is_left_behind_by_steps_forward_and_back()
    {
        using Sequential network = Sequential(Linear(300, 257), LeakyReLU(0.2), Linear(257, 200));
        Step();
        long before = LiveTensors.Count();

        for (int i = 0; i < 20; i++)
            Step();

        Assert.Equal(before, LiveTensors.Count());

        void Step()
        {
            using DisposeScope scope = NewDisposeScope();
            foreach (Parameter parameter in network.parameters())
                parameter.grad = null;
            Call(network, randn(64, 300)).sum().backward();
        }
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void Layers_are_computed_by_the_kernel_where_that_is_chosen()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(5, CPU);
        using Sequential network = Sequential(Linear(700, 300));
        Linear layer = (Linear)network.children().Single();
        Tensor input = randn([64, 700], generator: random);
        byte[] expected = MatrixKernel.Multiply(input, layer.weight!.t(), layer.bias).bytes.ToArray();

        Assert.Equal(expected, Call(network, input).detach().bytes.ToArray());
        using (DenseProduct.Off())
            Assert.Equal(
                network.call(input).detach().bytes.ToArray(),
                DenseProduct.Call(network, input).detach().bytes.ToArray()
            );
        Assert.Equal(
            MatrixKernel.IsFaster ? expected : network.call(input).detach().bytes.ToArray(),
            DenseProduct.Call(network, input).detach().bytes.ToArray()
        );
    }

    [Fact(Skip = Reason, SkipWhen = nameof(IsElsewhere))]
    public void A_layer_over_rows_in_any_shape_is_that_of_float64_with_its_gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new(6, CPU);
        using Linear layer = Linear(128, 384);
        Tensor x = randn([16, 49, 128], generator: random).requires_grad_(true),
            slope = randn([16, 49, 384], generator: random);
        Tensor exact = x.detach().to(ScalarType.Float64).requires_grad_(true),
            weight = layer.weight!.detach().to(ScalarType.Float64).requires_grad_(true);
        Tensor expected = exact.matmul(weight.t()) + layer.bias!.detach();
        expected.backward([slope.to(ScalarType.Float64)]);

        using IDisposable on = DenseProduct.On();
        Tensor rows = DenseProduct.Rows(layer, x);
        rows.backward([slope]);

        Close(expected.detach(), rows.detach(), 128);
        Close(exact.grad!, x.grad!, 384);
        Close(weight.grad!, layer.weight.grad!, 16 * 49);
        using IDisposable noGradients = no_grad();
        Assert.Equal(rows.detach().bytes.ToArray(), DenseProduct.Rows(layer, x).bytes.ToArray());
    }

    [Fact]
    public void It_is_chosen_on_processors_of_AMDs_with_vectors_of_512_bits()
    {
        Processor zen4 = new(Processor.Amd, 0x19, HasAvx512: true, MultipliesBFloat16: true, HasAmx: false);

        Assert.True(MatrixKernel.IsFasterOn(zen4));
        Assert.False(MatrixKernel.IsFasterOn(zen4 with { HasAvx512 = false }));
        Assert.False(MatrixKernel.IsFasterOn(zen4 with { Vendor = Processor.Intel, Family = 6, HasAmx = true }));
        Assert.False(MatrixKernel.IsFasterOn(new Processor("", 0, false, false, false)));
    }

    private static Tensor Call(Module<Tensor, Tensor> network, Tensor input)
    {
        using IDisposable on = DenseProduct.On();
        return DenseProduct.Call(network, input);
    }

    /// <summary>float32 adds K products one after the other: about √K roundings of the size of the sum.</summary>
    private static void Close(Tensor expected, Tensor actual, int k)
    {
        Assert.Equal(expected.shape, actual.shape);
        using Tensor scale = expected.square().mean().sqrt() + 1e-12;
        using Tensor difference = ((actual.to(ScalarType.Float64) - expected).abs() / scale).max();
        Assert.InRange(difference.item<double>(), 0, 1e-6 * Math.Sqrt(k));
    }
}
