using System.Text.Json;
using Figment.Optimizers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Optimizers;

/// <summary>Against tests/golden/muon.py: its author's steps in PyTorch's float64.</summary>
public sealed class MuonTests
{
    private const double Rate = 0.02,
        Decay = 0.1;
    private const int Steps = 3;

    public static TheoryData<string> Cases =>
        ["square", "lying", "tall", "several", "square in vectors", "lying in vectors", "tall in vectors", "several in vectors"];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_are_those_of_its_author(string name)
    {
        using JsonDocument file = Golden.Read("muon.json");
        JsonElement golden = file.RootElement.EnumerateArray().Single(entry => entry.GetProperty("name").GetString() == name);
        long[] rows = [.. golden.GetProperty("rows").EnumerateArray().Select(value => value.GetInt64())];
        using Network network = new(rows.Sum(), golden.GetProperty("columns").GetInt32());
        using FusedAdam optimizer = new(
            [network],
            new Muon((parameter, _) => parameter == "matrix" ? rows : null, 1),
            0.9,
            0.99,
            weightDecay: Decay
        );

        for (int step = 0; step < Steps; step++)
        {
            network.SetGradients(2 + step);
            optimizer.Step(Rate);
        }

        double[] expected = [.. golden.GetProperty("weights").EnumerateArray().Select(value => value.GetDouble())];
        Assert.All(expected.Zip(network.Matrix.data<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void What_is_left_to_Adam_learns_as_without_it()
    {
        using Network alone = new(6, 4),
            beside = new(6, 4);
        using FusedAdam adam = new([alone], 0.9, 0.99, weightDecay: Decay);
        using FusedAdam both = new(
            [beside],
            new Muon((parameter, _) => parameter == "matrix" ? [6] : null, 10),
            0.9,
            0.99,
            weightDecay: Decay
        );

        foreach ((Network network, FusedAdam optimizer) in new[] { (alone, adam), (beside, both) })
        {
            network.SetGradients(2);
            optimizer.Step(Rate);
        }

        Assert.Equal(alone.Vector.data<float>().ToArray(), beside.Vector.data<float>().ToArray());
        Assert.NotEqual(alone.Matrix.data<float>().ToArray(), beside.Matrix.data<float>().ToArray());
    }

    [Fact]
    public void BFloat16_learns_the_same_within_what_it_can_tell_apart()
    {
        using Network exact = new(32, 16),
            rounded = new(32, 16, ScalarType.BFloat16);
        Muon muon = new((parameter, _) => parameter == "matrix" ? [16, 16] : null, 1);
        using FusedAdam first = new([exact], muon, 0.9, 0.99, weightDecay: Decay),
            second = new([rounded], muon, 0.9, 0.99, weightDecay: Decay);

        for (int step = 0; step < Steps; step++)
        {
            foreach ((Network network, FusedAdam optimizer) in new[] { (exact, first), (rounded, second) })
            {
                network.SetGradients(2 + step);
                optimizer.Step(Rate);
            }
        }

        using DisposeScope scope = NewDisposeScope();
        Assert.Equal(ScalarType.BFloat16, rounded.Matrix.dtype);
        // Three steps of 0.02
        Assert.InRange((exact.Matrix - second.Weights(rounded.Matrix)).abs().max().item<float>(), 0, 0.01f);
        Assert.Equal(
            second.Weights(rounded.Matrix).to(ScalarType.BFloat16).to(ScalarType.Float32).data<float>().ToArray(),
            rounded.Matrix.to(ScalarType.Float32).data<float>().ToArray()
        );
    }

    [Fact]
    public void Directions_become_alike_whatever_their_size()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor matrix = diag(tensor(new[] { 8f, 1f, 0.2f })).unsqueeze(0);

        float[] sizes = Muon.Orthogonal(matrix)[0].diag().data<float>().ToArray();

        Assert.All(sizes, size => Assert.InRange(size, 0.65f, 1.25f));
    }

    [Theory]
    [InlineData(32, 16, false)] // in vectors
    [InlineData(32, 16, true)] // a gradient as oneDNN may leave it, channels last
    [InlineData(6, 3, false)]
    public void A_convolution_learns_as_the_matrix_of_its_rows(long outputs, long inputs, bool isTurned)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor start = randn([outputs, inputs, 3, 3]),
            gradient = randn([outputs, inputs, 3, 3]);
        using One convolution = new(start.clone()),
            matrix = new(start.flatten(1).clone());
        Muon muon = new((_, shape) => [shape[0]], 1);
        using FusedAdam first = new([convolution], muon, 0.9, 0.99, weightDecay: Decay),
            second = new([matrix], muon, 0.9, 0.99, weightDecay: Decay);

        for (int step = 0; step < Steps; step++)
        {
            Tensor now = gradient + step;
            convolution.weight.grad = isTurned ? now.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2) : now;
            matrix.weight.grad = now.flatten(1);
            first.Step(Rate);
            second.Step(Rate);
        }

        Assert.InRange((convolution.weight.flatten(1) - matrix.weight).abs().max().item<float>(), 0, 1e-5f);
        Assert.InRange((convolution.weight - start).abs().max().item<float>(), 1e-3f, 1);
    }

    [Fact]
    public void A_gradient_that_is_no_number_is_seen()
    {
        using DisposeScope scope = NewDisposeScope();
        using Network network = new(6, 4);
        using FusedAdam optimizer = new([network], new Muon((parameter, _) => parameter == "matrix" ? [6] : null, 10), 0.9, 0.99);
        network.SetGradients(2);
        network.Matrix.grad![2, 3] = float.NaN;

        optimizer.Step(Rate);

        Assert.False(float.IsFinite(optimizer.SquareSum().item<float>()));
    }

    [Fact]
    public void Its_state_is_one_average_for_each_matrix()
    {
        using DisposeScope scope = NewDisposeScope();
        using Network network = new(6, 4);
        using FusedAdam optimizer = new([network], new Muon((parameter, _) => parameter == "matrix" ? [6] : null, 10), 0.9, 0.99);

        Assert.Equal(["step", "0.mean", "1.mean", "1.square"], optimizer.State().Select(entry => entry.Name));
    }

    private sealed class One : Module
    {
        internal readonly Parameter weight;

        internal One(Tensor value)
            : base(nameof(One))
        {
            weight = new Parameter(value);
            RegisterComponents();
        }
    }

    private sealed class Network : Module
    {
        internal readonly Parameter matrix,
            vector;

        internal Network(long rows, long columns, ScalarType type = ScalarType.Float32)
            : base(nameof(Network))
        {
            matrix = new Parameter(Numbers(rows, columns, 1).to(type));
            vector = new Parameter(Numbers(rows, 1, 1).flatten().to(type));
            RegisterComponents();
        }

        internal Parameter Matrix => matrix;

        internal Parameter Vector => vector;

        internal void SetGradients(double shift)
        {
            matrix.grad = Numbers(matrix.shape[0], matrix.shape[1], shift).to(matrix.dtype);
            vector.grad = Numbers(vector.shape[0], 1, shift).flatten().to(vector.dtype);
        }

        private static Tensor Numbers(long rows, long columns, double shift) =>
            tensor([.. Enumerable.Range(0, (int)(rows * columns)).Select(i => (float)Math.Sin((0.37 * i * i) + shift))])
                .view(rows, columns);
    }
}
