using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Networks;

public sealed class TimeEmbeddingTests
{
    [Fact]
    public void Waves_are_cosines_then_sines_of_falling_frequencies()
    {
        using DisposeScope scope = NewDisposeScope();

        float[] waves = TimeEmbedding.Waves(TensorOperations.Instance, tensor(new[] { 0, 0.003f }), 4).data<float>().ToArray();

        // Frequencies 10000^(−i/4) = 1, 0.1, 0.01, 0.001; 1000 t = 3.
        double[] expected =
        [
            1,
            1,
            1,
            1,
            0,
            0,
            0,
            0,
            Math.Cos(3),
            Math.Cos(0.3),
            Math.Cos(0.03),
            Math.Cos(0.003),
            Math.Sin(3),
            Math.Sin(0.3),
            Math.Sin(0.03),
            Math.Sin(0.003),
        ];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], waves[i], 1e-6);
    }

    [Fact]
    public void Each_time_becomes_a_vector()
    {
        using TimeEmbedding embedding = new(frequencies: 5, size: 12);
        using DisposeScope scope = NewDisposeScope();

        Assert.Equal([3, 12], embedding.call(rand(3)).shape);
    }
}
