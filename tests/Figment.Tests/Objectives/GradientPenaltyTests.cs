using Figment.Backend;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

/// <summary>
/// On the critic D(x) = ½ xᵀAx + bᵀx with a symmetric A, whose gradient is g = Ax + b: everything has a closed form, which
/// is written out here in loops over numbers.
/// </summary>
public sealed class GradientPenaltyTests : IDisposable
{
    private const int Size = 3,
        Batch = 4;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Tensor a,
        b;

    public GradientPenaltyTests()
    {
        Tensor any = Golden.Fill([Size, Size], 1);
        a = (any + any.t()).detach().requires_grad_(true);
        b = Golden.Fill([Size], 2).requires_grad_(true);
    }

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_zero_centred_penalty_and_its_slopes_have_their_closed_form()
    {
        Tensor x = Golden.Fill([Batch, 1, Size, 1], 3, 2).requires_grad_(true);

        Tensor penalty = GradientPenalty.ZeroCentred((1, Critic(x), x));
        penalty.backward();

        // P = mean g·g, so ∂P/∂g = 2g/B of each image.
        Expect(penalty, Numbers(x), norm => norm * norm, _ => 2);
    }

    [Fact]
    public void Penalties_on_parts_of_one_pass_are_those_of_each_part_and_add_up_by_their_weights()
    {
        Tensor real = Golden.Fill([Batch, 1, Size, 1], 3, 2).requires_grad_(true),
            fake = Golden.Fill([Batch, 1, Size, 1], 4, 2).requires_grad_(true);
        Tensor logits = Critic(cat([real, fake])),
            ofReal = logits.narrow(0, 0, Batch),
            ofFake = logits.narrow(0, Batch, Batch);

        Tensor both = GradientPenalty.ZeroCentred((0.5, ofReal, real), (2, ofFake, fake));

        double Alone(Tensor images) => GradientPenalty.ZeroCentred((1, Critic(images), images)).item<float>();
        Assert.Equal((0.5 * Alone(real)) + (2 * Alone(fake)), both.item<float>(), 1e-4);
    }

    [Fact]
    public void The_one_centred_penalty_and_its_slopes_have_their_closed_form_between_real_and_generated()
    {
        Tensor real = Golden.Fill([Batch, 1, Size, 1], 3, 2),
            fake = Golden.Fill([Batch, 1, Size, 1], 4, 2),
            seen = zeros(0);
        using Generator random = new SeededRandom(1).Generator("test");

        Tensor penalty = GradientPenalty.OneCentred(x => Critic(seen = x), real, fake, new MersenneDraws(random));
        penalty.backward();

        // P = mean (‖g‖ − 1)², so ∂P/∂g = 2(‖g‖ − 1)/‖g‖ · g/B.
        Expect(penalty, Numbers(seen), norm => (norm - 1) * (norm - 1), norm => 2 * (norm - 1) / norm);
    }

    [Fact]
    public void The_images_between_lie_on_the_line_from_generated_to_real_each_at_a_place_of_its_own()
    {
        const int Many = 400;
        Tensor real = Golden.Fill([Many, 1, Size, 1], 3),
            fake = Golden.Fill([Many, 1, Size, 1], 4),
            seen = zeros(0);
        using Generator random = new SeededRandom(1).Generator("test");

        GradientPenalty.OneCentred(x => Critic(seen = x), real, fake, new MersenneDraws(random));

        float[] x = seen.flatten().data<float>().ToArray(),
            r = real.flatten().data<float>().ToArray(),
            f = fake.flatten().data<float>().ToArray();
        double[] places = new double[Many];
        for (int i = 0; i < Many; i++)
        {
            // The place between the two images by least squares, from which no value may deviate.
            double along = 0,
                length = 0;
            for (int j = i * Size; j < (i + 1) * Size; j++)
                (along, length) = (along + ((x[j] - f[j]) * (r[j] - f[j])), length + ((r[j] - f[j]) * (r[j] - f[j])));
            places[i] = along / length;
            for (int j = i * Size; j < (i + 1) * Size; j++)
                Assert.Equal(f[j] + (places[i] * (r[j] - f[j])), x[j], 1e-5);
        }

        // Uniform on [0, 1]: mean ½ and variance 1/12.
        Assert.All(places, place => Assert.InRange(place, -1e-5, 1 + 1e-5));
        Assert.InRange(places.Average(), 0.45, 0.55);
        Assert.InRange(places.Select(place => (place - 0.5) * (place - 0.5)).Average(), 0.07, 0.097);
    }

    [Fact]
    public void No_gradient_flows_to_the_images_that_others_lie_between()
    {
        Tensor real = Golden.Fill([Batch, 1, Size, 1], 3).requires_grad_(true),
            fake = Golden.Fill([Batch, 1, Size, 1], 4).requires_grad_(true);
        using Generator random = new SeededRandom(1).Generator("test");

        GradientPenalty.OneCentred(Critic, real, fake, new MersenneDraws(random)).backward();

        Assert.Null(real.grad);
        Assert.Null(fake.grad);
        Assert.NotNull(a.grad);
    }

    [Fact]
    public void A_critic_without_any_slope_has_a_finite_penalty_and_finite_gradients()
    {
        Tensor slope = zeros(1).requires_grad_(true),
            x = Golden.Fill([Batch, 1, Size, 1], 3);
        using Generator random = new SeededRandom(1).Generator("test");

        Tensor penalty = GradientPenalty.OneCentred(images => slope * images.sum([1, 2, 3]), x, x, new MersenneDraws(random));
        penalty.backward();

        Assert.Equal(1, penalty.item<float>(), 1e-5); // (0 − 1)²
        Assert.True(slope.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void No_tensor_is_left_behind()
    {
        Tensor x = Golden.Fill([Batch, 1, Size, 1], 3);
        using Generator random = new SeededRandom(1).Generator("test");
        Step();
        long before = LiveTensors.Count();

        for (int i = 0; i < 3; i++)
            Step();

        Assert.Equal(before, LiveTensors.Count());

        void Step()
        {
            using DisposeScope step = NewDisposeScope();
            Tensor seen = x.detach().requires_grad_(true);
            Tensor total =
                GradientPenalty.ZeroCentred((1, Critic(seen), seen))
                + GradientPenalty.OneCentred(Critic, x, x.neg(), new MersenneDraws(random));
            autograd.grad([total], [a, b]);
        }
    }

    private Tensor Critic(Tensor images)
    {
        Tensor x = images.flatten(1);
        return (0.5 * (x.matmul(a) * x).sum([1])) + x.matmul(b);
    }

    /// <summary>
    /// Compares with P = mean p(‖g‖) and, where ∂p/∂g = factor(‖g‖) g: by A as ½ mean (factor g xᵀ + its transpose), since
    /// autograd's gradient by the entries of A sees g = ½(A + Aᵀ)x + b; by b as mean factor g.
    /// </summary>
    private void Expect(Tensor penalty, double[,] x, Func<double, double> value, Func<double, double> factor)
    {
        double[,] matrix = Numbers(a);
        double[] shift = [.. b.data<float>().ToArray()];
        double expected = 0;
        double[,] byA = new double[Size, Size];
        double[] byB = new double[Size];
        for (int n = 0; n < Batch; n++)
        {
            double[] g = new double[Size];
            for (int i = 0; i < Size; i++)
            {
                g[i] = shift[i];
                for (int j = 0; j < Size; j++)
                    g[i] += matrix[i, j] * x[n, j];
            }

            double norm = Math.Sqrt(g.Sum(v => v * v));
            expected += value(norm) / Batch;
            for (int i = 0; i < Size; i++)
            {
                byB[i] += factor(norm) * g[i] / Batch;
                for (int j = 0; j < Size; j++)
                    byA[i, j] += 0.5 * factor(norm) * ((g[i] * x[n, j]) + (x[n, i] * g[j])) / Batch;
            }
        }

        Assert.Equal(expected, penalty.item<float>(), 1e-4);
        for (int i = 0; i < Size; i++)
        {
            Assert.Equal(byB[i], b.grad![i].item<float>(), 1e-4);
            for (int j = 0; j < Size; j++)
                Assert.Equal(byA[i, j], a.grad![i, j].item<float>(), 1e-4);
        }
    }

    private static double[,] Numbers(Tensor values)
    {
        float[] flat = values.detach().flatten().data<float>().ToArray();
        double[,] numbers = new double[flat.Length / Size, Size];
        for (int i = 0; i < flat.Length; i++)
            numbers[i / Size, i % Size] = flat[i];
        return numbers;
    }
}
