using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Figment.Tests.Models;

/// <summary>One step of <c>classic</c> against tests/golden/classic_step.py: NumPy, float64, gradients by hand.</summary>
public sealed class ClassicGanGoldenStepTests
{
    private const double Tolerance = 1e-5;
    private const int Batch = 8,
        LatentSize = 100;

    [Fact]
    public void One_step_agrees_with_an_independent_computation()
    {
        using JsonDocument golden = Golden.Read("classic_step.json");
        ImageShape shape = new(1, 28, 28);
        using ClassicGan gan = new(
            ClassicGanNetworks.Generator(LatentSize, shape),
            ClassicGanNetworks.Discriminator(shape),
            new ClassicGanOptions { LatentSize = LatentSize }
        );
        FillDense(gan.Networks[0].Module, seed: 1);
        FillDense(gan.Networks[1].Module, seed: 6);

        using DisposeScope scope = NewDisposeScope();
        using (no_grad())
            gan.Networks[1].Module.parameters().Last().sub_(3);
        Tensor real = Golden.Fill([Batch, 784], 3, 1.0).mul(0.5f).add(0.5f).reshape(Batch, 1, 28, 28);
        IReadOnlyList<Measure> measures = gan.TrainStep(
            new Batch(real, null),
            Golden.Fill([Batch, LatentSize], 4, 1.5),
            Golden.Fill([Batch, LatentSize], 5, 1.5),
            new MersenneDraws(manual_seed(0))
        );

        foreach (Measure measure in measures)
            AssertClose(golden.RootElement.GetProperty(measure.Name).GetDouble(), measure.Value.item<float>(), measure.Name);

        Dictionary<string, Tensor> state = gan
            .Networks.SelectMany(network =>
                network.Module.state_dict().Select(entry => (Name: $"{network.Name}.{entry.Key}", entry.Value))
            )
            .ToDictionary(entry => entry.Name, entry => entry.Value);
        JsonElement tensors = golden.RootElement.GetProperty("tensors");
        string[] expectedNames = [.. tensors.EnumerateObject().Select(property => property.Name)];
        Assert.Equal(
            expectedNames.Order(),
            state.Keys.Where(name => !name.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Order()
        );

        foreach (JsonProperty expected in tensors.EnumerateObject())
        {
            double[] actual = state[expected.Name].detach().to(float64).flatten().data<double>().ToArray();
            double norm = expected.Value.GetProperty("norm").GetDouble();
            AssertClose(norm, Math.Sqrt(actual.Sum(value => value * value)), $"{expected.Name}: norm");

            // Each value, relative to the tensor's typical size: a single weight may be arbitrarily near 0.
            double typical = norm / Math.Sqrt(actual.Length);
            int stride = expected.Value.GetProperty("stride").GetInt32(),
                i = 0;
            foreach (JsonElement value in expected.Value.GetProperty("values").EnumerateArray())
            {
                Assert.True(
                    Math.Abs(value.GetDouble() - actual[i]) <= Tolerance * Math.Max(typical, Math.Abs(value.GetDouble())),
                    $"{expected.Name}[{i}]: {actual[i]:R} instead of {value.GetDouble():R}"
                );
                i += stride;
            }
        }

        Assert.Equal(
            golden.RootElement.GetProperty("batches_tracked").GetInt64(),
            state["generator.2.num_batches_tracked"].item<long>()
        );
    }

    private static void FillDense(Module network, uint seed)
    {
        uint k = 0;
        using IDisposable noGradients = no_grad();
        foreach (TorchSharp.Modules.Linear layer in network.modules().OfType<TorchSharp.Modules.Linear>())
        {
            double a = Math.Sqrt(6.0 / (layer.weight!.shape[0] + layer.weight.shape[1]));
            layer.weight.copy_(Golden.Fill(layer.weight.shape, (100 * seed) + (10 * k), a));
            layer.bias!.copy_(Golden.Fill(layer.bias.shape, (100 * seed) + (10 * k) + 5, 0.1));
            k++;
        }

        foreach (TorchSharp.Modules.BatchNorm norm in network.modules().OfType<TorchSharp.Modules.BatchNorm>())
        {
            uint size = (uint)norm.weight!.numel();
            norm.weight.copy_(Golden.Fill([size], 1000 + size, 0.1).add(1));
            norm.bias!.copy_(Golden.Fill([size], 2000 + size, 0.1));
        }
    }

    private static void AssertClose(double expected, double actual, string what) =>
        Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Abs(expected), $"{what}: {actual:R} instead of {expected:R}");
}
