using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Optimizers;

/// <summary>Adam and AdamW against their definition, written out number by number in double precision.</summary>
public sealed class FusedAdamTests
{
    private const double Rate = 0.01,
        Beta1 = 0.8,
        Beta2 = 0.95,
        Epsilon = 1e-6;
    private const int Steps = 5;

    /// <summary>Sizes below, at and above what the kernel handles at once, and one that is split among threads.</summary>
    public static TheoryData<int, double> SizesAndDecays =>
        new()
        {
            { 1, 0 },
            { 15, 0.1 },
            { 16, 0 },
            { 17, 0.1 },
            { 16_384, 0 },
            { 70_001, 0.1 },
        };

    [Theory]
    [MemberData(nameof(SizesAndDecays))]
    public void Float32_follows_the_definition(int size, double weightDecay)
    {
        using Network network = new(size, 3);
        double[] theta = Values(network.Weights);
        using FusedAdam optimizer = new([network], Beta1, Beta2, Epsilon, weightDecay);
        Definition definition = new(theta, weightDecay);

        for (int t = 1; t <= Steps; t++)
        {
            SetGradients(network, t);
            definition.Step(Values(network.Weights.grad!), t);
            optimizer.Step(Rate);
        }

        AssertClose(definition.Theta, Values(network.Weights), 2e-6);
    }

    [Theory]
    [MemberData(nameof(SizesAndDecays))]
    public void BFloat16_follows_the_definition_with_weights_kept_in_float32(int size, double weightDecay)
    {
        using Network network = new(size, 3, ScalarType.BFloat16);
        using FusedAdam optimizer = new([network], Beta1, Beta2, Epsilon, weightDecay);
        Definition definition = new(Values(network.Weights), weightDecay);

        for (int t = 1; t <= Steps; t++)
        {
            SetGradients(network, t);
            definition.Step(Values(network.Weights.grad!), t);
            optimizer.Step(Rate);
        }

        // Rounded to the nearest value with 8 bits: within half a unit in the last place, plus the rounding of float32 itself.
        foreach ((double expected, double actual) in definition.Theta.Zip(Values(network.Weights)))
            Assert.InRange(Math.Abs(actual - expected), 0, (Math.Abs(expected) * 0.502 / 128) + 1e-6);
    }

    [Fact]
    public void Steps_too_small_for_bfloat16_add_up()
    {
        using Network network = new(20, 3, ScalarType.BFloat16);
        using (no_grad())
            network.Weights.fill_(1);
        using FusedAdam optimizer = new([network]);

        for (int t = 0; t < 100; t++)
        {
            network.Weights.grad = ones_like(network.Weights);
            optimizer.Step(1e-4); // bfloat16's next number below 1 is 0.0039 away
        }

        Assert.All(Values(network.Weights), value => Assert.InRange(value, 0.988, 0.992));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void The_bytes_do_not_depend_on_the_number_of_threads(ScalarType type)
    {
        double[] Train(int threads)
        {
            int before = get_num_threads();
            set_num_threads(threads);
            try
            {
                using Network network = new(100_003, 77, type);
                using FusedAdam optimizer = new([network], weightDecay: 0.01);
                for (int t = 1; t <= 3; t++)
                {
                    SetGradients(network, t);
                    optimizer.Step(Rate);
                }

                return [.. Values(network.Weights), .. Values(network.Bias)];
            }
            finally
            {
                set_num_threads(before);
            }
        }

        Assert.Equal(Train(1), Train(2));
    }

    [Fact]
    public void Other_types_are_left_to_libtorch_and_follow_the_definition_too()
    {
        using Network network = new(37, 3, ScalarType.Float64);
        using FusedAdam optimizer = new([network], Beta1, Beta2, Epsilon, 0.1);
        Definition definition = new(Values(network.Weights), 0.1);

        for (int t = 1; t <= Steps; t++)
        {
            SetGradients(network, t);
            definition.Step(Values(network.Weights.grad!), t);
            optimizer.Step(Rate);
        }

        AssertClose(definition.Theta, Values(network.Weights), 1e-12);
    }

    [Fact]
    public void A_gradient_in_another_order_of_dimensions_goes_to_the_right_numbers()
    {
        using DisposeScope scope = NewDisposeScope();
        using Network network = new(6, 4),
            other = new(6, 4);
        using FusedAdam optimizer = new([network]),
            otherOptimizer = new([other]);
        Tensor gradient = arange(24, ScalarType.Float32).reshape(6, 4).sub_(11.5);

        network.Weights.grad = gradient;
        other.Weights.grad = gradient.t().contiguous().t();
        optimizer.Step(Rate);
        otherOptimizer.Step(Rate);

        Assert.Equal(Values(network.Weights), Values(other.Weights));
    }

    [Fact]
    public void What_has_no_gradient_stays_as_it_is()
    {
        using Network network = new(5, 2);
        double[] before = Values(network.Bias);
        using FusedAdam optimizer = new([network]);

        network.Weights.grad = ones_like(network.Weights);
        optimizer.Step(Rate);

        Assert.Equal(before, Values(network.Bias));
    }

    /// <summary>As torch.optim.Adam does: t counts the updates of a parameter, not the optimizer's steps.</summary>
    [Theory]
    [InlineData(ScalarType.Float32, 2e-6)]
    [InlineData(ScalarType.Float64, 1e-12)]
    public void A_parameter_whose_first_gradient_comes_late_begins_then(ScalarType type, double tolerance)
    {
        using Network network = new(37, 3, type);
        using FusedAdam optimizer = new([network], Beta1, Beta2, Epsilon);
        Definition weights = new(Values(network.Weights), 0),
            bias = new(Values(network.Bias), 0);

        for (int t = 1; t <= Steps; t++)
        {
            SetGradients(network, t);
            weights.Step(Values(network.Weights.grad!), t);
            if (t <= 2)
                network.Bias.grad = null;
            else
                bias.Step(Values(network.Bias.grad!), t - 2);
            optimizer.Step(Rate);
        }

        AssertClose(weights.Theta, Values(network.Weights), tolerance);
        AssertClose(bias.Theta, Values(network.Bias), tolerance);
        Tensor t0 = optimizer.State().First().Value;
        Assert.Equal([Steps, Steps - 2], t0.data<long>().ToArray());

        using FusedAdam other = new([network]);
        Assert.True(other.CanGoOnFrom(t0) && other.CanGoOnFrom(tensor(7L)));
        Assert.False(other.CanGoOnFrom(tensor(new long[3])) || other.CanGoOnFrom(tensor(7f)));
        other.GoOnFrom(t0);
        Assert.Equal([Steps, Steps - 2], other.State().First().Value.data<long>().ToArray());
        other.GoOnFrom(tensor(7L)); // one count for all, as long as none is behind
        Assert.Equal(7, other.State().First().Value.item<long>());
    }

    [Fact]
    public void The_weights_that_bfloat16_rounds_are_shown_in_float32()
    {
        using Network network = new(5, 3, ScalarType.BFloat16),
            other = new(5, 3);
        using FusedAdam optimizer = new([network, other]);
        SetGradients(network, 1);
        optimizer.Step(Rate);

        Tensor weights = optimizer.Weights(network.Weights);
        Assert.Equal(ScalarType.Float32, weights.dtype);
        Assert.Equal(Values(network.Weights), Values(weights.to(ScalarType.BFloat16)));
        Assert.NotEqual(Values(network.Weights), Values(weights));
        Assert.Same(other.Bias, optimizer.Weights(other.Bias));

        byte[] rounded = network.Weights.bytes.ToArray();
        using (optimizer.HoldOriginals())
        using (optimizer.HoldOriginals()) // a second time, which changes nothing
        {
            Assert.Equal(weights.bytes.ToArray(), network.Weights.bytes.ToArray());
        }

        Assert.Equal(ScalarType.BFloat16, network.Weights.dtype);
        Assert.Equal(rounded, network.Weights.bytes.ToArray());
        using Network stranger = new(1, 1);
        Assert.Contains(
            "does not train",
            Assert.Throws<ArgumentException>(() => optimizer.Weights(stranger.Bias)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using Network network = new(50, 40, ScalarType.BFloat16);
        FusedAdam optimizer = new([network]);
        using (NewDisposeScope())
        {
            SetGradients(network, 1);
            optimizer.Step(Rate);
            optimizer.ZeroGradients();
        }

        long before = LiveTensors.Count();
        for (int t = 2; t < 5; t++)
        {
            using DisposeScope scope = NewDisposeScope();
            SetGradients(network, t);
            optimizer.Step(Rate);
            optimizer.ZeroGradients();
        }

        Assert.Equal(before, LiveTensors.Count());
        optimizer.Restart();
        Assert.Equal(before, LiveTensors.Count());
        optimizer.Dispose();
    }

    private static void SetGradients(Network network, int step)
    {
        foreach (Parameter parameter in network.parameters())
        {
            using DisposeScope scope = NewDisposeScope();
            parameter.grad = arange(parameter.numel(), ScalarType.Float64)
                .mul_(step * 0.37)
                .sin_()
                .mul_(0.1 * step)
                .reshape(parameter.shape)
                .to(parameter.dtype)
                .MoveToOuterDisposeScope();
        }
    }

    private static double[] Values(Tensor tensor)
    {
        using DisposeScope scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float64).flatten().data<double>().ToArray();
    }

    private static void AssertClose(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance, $"[{i}]: {actual[i]:R} instead of {expected[i]:R}");
    }

    /// <summary>Algorithm 2 of the AdamW paper, without its schedule multiplier.</summary>
    private sealed class Definition(double[] theta, double weightDecay)
    {
        private readonly double[] m = new double[theta.Length],
            v = new double[theta.Length];

        internal double[] Theta { get; } = [.. theta];

        internal void Step(double[] g, int t)
        {
            for (int i = 0; i < Theta.Length; i++)
            {
                m[i] = (Beta1 * m[i]) + ((1 - Beta1) * g[i]);
                v[i] = (Beta2 * v[i]) + ((1 - Beta2) * g[i] * g[i]);
                double m_hat = m[i] / (1 - Math.Pow(Beta1, t)),
                    v_hat = v[i] / (1 - Math.Pow(Beta2, t));
                Theta[i] -= Rate * ((m_hat / (Math.Sqrt(v_hat) + Epsilon)) + (weightDecay * Theta[i]));
            }
        }
    }

    private sealed class Network : Module
    {
        internal readonly Parameter Weights,
            Bias;

        internal Network(int rows, int columns, ScalarType type = ScalarType.Float32)
            : base(nameof(Network))
        {
            using DisposeScope scope = NewDisposeScope();
            Weights = new Parameter(
                arange((long)rows * columns, ScalarType.Float64).mul_(0.61).cos_().reshape(rows, columns).to(type)
            );
            Bias = new Parameter(arange(columns, ScalarType.Float64).mul_(0.2).cos_().to(type));
            Weights.DetachFromDisposeScope();
            Bias.DetachFromDisposeScope();
            RegisterComponents();
        }
    }
}
