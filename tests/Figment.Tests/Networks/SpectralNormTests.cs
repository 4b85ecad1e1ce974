using Figment.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Networks;

public sealed class SpectralNormTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_effective_weight_of_a_linear_layer_has_1_as_its_largest_singular_value_and_the_bias_stays()
    {
        using Linear layer = Filled(Linear(6, 4));
        using SpectralNorm norm = new(layer);
        for (int i = 0; i < 100; i++)
            norm.call(zeros(1, 6));
        norm.eval();

        Tensor bias = norm.call(zeros(1, 6)),
            weight = norm.call(eye(6)) - bias; // [in, out]

        Assert.True(bias.flatten().sub(layer.bias!).abs().max().item<float>() < 1e-6);
        Assert.Equal(1, Largest(weight), 1e-4);
        Near(layer.weight!.t() / Largest(layer.weight!), weight);
    }

    [Fact]
    public void The_effective_weight_of_a_convolution_seen_as_a_matrix_has_1_as_its_largest_singular_value_and_the_bias_stays()
    {
        using Conv2d layer = Filled(Conv2d(2, 5, 3, padding: 1));
        using SpectralNorm norm = new(layer);
        for (int i = 0; i < 100; i++)
            norm.call(zeros(1, 2, 4, 4));
        norm.eval();
        Tensor images = Golden.Fill([3, 2, 4, 4], 7);

        // The definition: the same convolution with W / σ(W), W being [out, everything else].
        double sigma = Largest(layer.weight!.reshape(5, 18));
        Near(functional.conv2d(images, layer.weight! / sigma, layer.bias, padding: [1, 1]), norm.call(images));
    }

    [Fact]
    public void A_layer_without_a_bias_is_divided_as_well()
    {
        using Linear layer = Filled(Linear(6, 4, hasBias: false));
        using SpectralNorm norm = new(layer);
        for (int i = 0; i < 100; i++)
            norm.call(zeros(1, 6));

        Assert.Equal(1, Largest(norm.call(eye(6))), 1e-4);
    }

    [Fact]
    public void A_bias_far_larger_than_what_is_added_to_it_costs_no_digits_in_bfloat16()
    {
        using Linear layer = Filled(Linear(64, 64)),
            exact = Filled(Linear(64, 64));
        using IDisposable noGradients = no_grad();
        foreach (Linear each in (Linear[])[layer, exact])
        {
            each.weight!.mul_(0.01f);
            each.bias!.fill_(64);
        }

        using SpectralNorm norm = new(layer),
            reference = new(exact);
        norm.ComputeIn(ScalarType.BFloat16);
        Tensor input = Golden.Fill([16, 64], 7) * 10;

        // bfloat16 numbers near 64 are 0.5 apart: one rounding to them is acceptable, but not one before a division by a small σ.
        Tensor difference = norm.call(input.to(ScalarType.BFloat16)).to(ScalarType.Float32) - reference.call(input);
        Assert.InRange(difference.abs().max().item<float>(), 0, 0.6);
    }

    [Fact]
    public void A_linear_layer_takes_inputs_of_any_number_of_dimensions()
    {
        using SpectralNorm norm = new(Filled(Linear(6, 4)));
        norm.eval();
        Tensor input = Golden.Fill([2, 3, 4, 6], 7);

        Near(norm.call(input.reshape(-1, 6)), norm.call(input).reshape(-1, 4));
    }

    [Fact]
    public void One_call_in_training_makes_one_step_of_power_iteration()
    {
        using Linear layer = Filled(Linear(6, 4));
        using SpectralNorm norm = new(layer);
        Tensor u = norm.state_dict()["u"],
            before = u.clone(),
            w = layer.weight!.detach();

        norm.call(zeros(1, 6));

        Tensor v = w.t().mv(before);
        Tensor expected = w.mv(v / v.norm());
        Near(expected / expected.norm(), u);
        Assert.Equal(1, u.norm().item<float>(), 1e-5);
    }

    [Fact]
    public void In_evaluation_nothing_changes()
    {
        using SpectralNorm norm = new(Filled(Linear(6, 4)));
        norm.call(zeros(1, 6));
        norm.eval();
        Tensor before = norm.state_dict()["u"].clone(),
            input = Golden.Fill([3, 6], 7);

        Tensor first = norm.call(input),
            second = norm.call(input);

        Assert.True(first.eq(second).all().item<bool>());
        Assert.True(norm.state_dict()["u"].eq(before).all().item<bool>());
    }

    [Fact]
    public void The_slope_by_the_weight_sees_that_its_length_does_not_matter()
    {
        // W/σ(W) is the same for any multiple of W, so the gradient of whatever follows has no component along W.
        using Linear layer = Filled(Linear(6, 4, hasBias: false));
        using SpectralNorm norm = new(layer);

        norm.call(Golden.Fill([3, 6], 7)).square().sum().backward();

        Tensor slope = layer.weight!.grad!;
        Assert.True(slope.norm().item<float>() > 0.1);
        Assert.Equal(0, (slope * layer.weight.detach()).sum().item<float>(), 1e-4);
    }

    [Fact]
    public void Two_calls_before_the_gradients_are_taken_do_not_disturb_each_other()
    {
        // As in a discriminator's update, which judges real and generated images and takes a penalty before it learns.
        using SpectralNorm norm = new(Filled(Linear(6, 4)));

        Tensor loss = norm.call(Golden.Fill([3, 6], 7)).sum() + norm.call(Golden.Fill([3, 6], 8)).square().sum();
        loss.backward();

        Assert.All(norm.parameters(), parameter => Assert.True(parameter.grad!.isfinite().all().item<bool>()));
    }

    [Fact]
    public void Other_layers_are_refused_by_name()
    {
        using ConvTranspose2d layer = ConvTranspose2d(2, 3, 3);

        Assert.Contains(
            "ConvTranspose2d is neither Linear nor Conv2d",
            Assert.Throws<ArgumentException>(() => new SpectralNorm(layer)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_known_of_the_singular_vector_is_part_of_the_state()
    {
        using SpectralNorm norm = new(Filled(Linear(6, 4))),
            other = new(Linear(6, 4));
        for (int i = 0; i < 5; i++)
            norm.call(zeros(1, 6));
        Tensor input = Golden.Fill([3, 6], 7);

        Assert.Equal(["layer.bias", "layer.weight", "u"], norm.state_dict().Keys.Order());
        other.load_state_dict(norm.state_dict());

        norm.eval();
        other.eval();
        Assert.True(norm.call(input).eq(other.call(input)).all().item<bool>());
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        using SpectralNorm norm = new(Filled(Linear(6, 4)));
        Tensor input = Golden.Fill([3, 6], 7);
        norm.call(input).Dispose();
        long before = LiveTensors.Count();

        for (int i = 0; i < 3; i++)
        {
            using DisposeScope step = NewDisposeScope();
            norm.call(input);
        }

        Assert.Equal(before, LiveTensors.Count());
    }

    private static T Filled<T>(T layer)
        where T : Module<Tensor, Tensor>
    {
        using IDisposable noGradients = no_grad();
        uint seed = 1;
        foreach (Parameter parameter in layer.parameters())
            parameter.copy_(Golden.Fill(parameter.shape, seed++));
        return layer;
    }

    private static double Largest(Tensor matrix) => linalg.svdvals(matrix.detach()).max().item<float>();

    private static void Near(Tensor expected, Tensor actual) =>
        Assert.True(expected.sub(actual).abs().max().item<float>() < 1e-4);
}
