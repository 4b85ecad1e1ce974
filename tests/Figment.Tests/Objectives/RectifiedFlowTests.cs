using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class RectifiedFlowTests
{
    [Fact]
    public void The_path_is_that_of_the_paper()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = tensor(new float[] { 1, -2, 3, 0 }, [2, 2]),
            data = tensor(new float[] { 0.5f, 1, -1, 1 }, [2, 2]);

        // x_t = (1 − t) x_0 + t x_1, the first image at t = 0.25, the second at 0.8.
        Assert.Equal([0.875f, -1.25f, -0.2f, 0.8f], Values(RectifiedFlow.At(noise, data, tensor(new[] { 0.25f, 0.8f }))));
        Assert.Equal(Values(noise), Values(RectifiedFlow.At(noise, data, zeros(2))));
        Assert.Equal(Values(data), Values(RectifiedFlow.At(noise, data, ones(2))));
    }

    [Fact]
    public void The_velocity_is_what_the_path_changes_by()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = tensor(new float[] { 1, -2 }, [1, 2]),
            data = tensor(new float[] { 0.5f, 1 }, [1, 2]);

        Assert.Equal([-0.5f, 3], Values(RectifiedFlow.Velocity(noise, data)));
        Assert.Equal(
            [-0.25f, 1.5f],
            Values(
                RectifiedFlow.At(noise, data, tensor(new[] { 0.75f })) - RectifiedFlow.At(noise, data, tensor(new[] { 0.25f }))
            )
        );
    }

    [Fact]
    public void The_loss_is_the_mean_square_over_images_and_pixels()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor noise = tensor(new float[] { 1, -2, 3, 0 }, [2, 2]),
            data = tensor(new float[] { 0.5f, 1, -1, 1 }, [2, 2]);

        // Targets −0.5, 3, −4, 1; the network says 1 everywhere.
        Assert.Equal(((1.5 * 1.5) + 4 + 25 + 0) / 4, RectifiedFlow.Loss(ones(2, 2), noise, data).item<float>(), 1e-6);
    }

    [Fact]
    public void Images_of_any_dimensions_have_a_time_each()
    {
        using DisposeScope scope = NewDisposeScope();

        Tensor placed = RectifiedFlow.At(zeros(3, 2, 4, 5), ones(3, 2, 4, 5), tensor(new[] { 0, 0.5f, 1 }));

        Assert.Equal([0, 0.5f, 1], Values(placed.mean([1, 2, 3])));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2.5)]
    [InlineData(0.5)]
    public void Times_are_moved_towards_noise_as_the_paper_does_counting_from_the_data(double shift)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] times = [0, 0.1f, 0.5f, 0.9f, 1];
        // Equation 23: t_m = s t_n / (1 + (s − 1) t_n), where s is the root of m / n and t = 1 is noise.
        double[] expected = [.. times.Select(t => 1 - (shift * (1 - (double)t) / (1 + ((shift - 1) * (1 - (double)t)))))];

        Assert.All(times.Zip(expected), pair => Assert.Equal(pair.Second, RectifiedFlow.Shift((double)pair.First, shift), 1e-12));
        Assert.All(
            RectifiedFlow.Shift(tensor(times), shift).data<float>().ToArray().Zip(expected),
            pair => Assert.Equal(pair.Second, pair.First, 1e-6)
        );
    }

    private static float[] Values(Tensor tensor) => [.. tensor.flatten().data<float>().Select(value => MathF.Round(value, 6))];
}
