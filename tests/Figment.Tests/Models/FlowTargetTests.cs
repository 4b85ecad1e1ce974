using System.Text.Json;
using Figment.Backend;
using Figment.Data;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>A flow whose network tells the clean image.</summary>
public sealed class FlowTargetTests
{
    private static readonly ImageShape Tiny = new(1, 2, 3);
    private static readonly FlowOptions Plain = new()
    {
        EmaHalfLife = 0,
        WarmUp = 0,
        Decay = 0,
        WeightDecay = 0,
        LabelDropout = 0,
        GuidanceScale = 1,
        Target = FlowTarget.Image,
    };

    [Fact]
    public void A_network_that_tells_the_clean_image_leads_to_it()
    {
        using Tensor c = tensor(new float[] { -1, -0.5f, 0, 0.25f, 0.5f, 1 }, [1, 1, 2, 3]);
        using FlowMatching model = new(() => new VelocityNetwork((x, _, _) => c.expand_as(x)), Tiny, Plain with { Solver = OdeSolver.Parse("euler:5") });
        using DisposeScope scope = NewDisposeScope();

        Assert.InRange(model.Sample(4).sub((c + 1) / 2).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void A_network_that_tells_the_clean_image_has_the_loss_of_its_velocity()
    {
        List<(float[] X, float[] T)> seen = [];
        using FlowMatching model = new(() => new VelocityNetwork((x, t, _) =>
        {
            seen.Add((x.data<float>().ToArray(), t.data<float>().ToArray()));
            return zeros_like(x);
        }), Tiny, Plain);
        seen.Clear();
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step"), same = new SeededRandom(1).Generator("step");
        Tensor images = rand(2000, 1, 2, 3);

        float loss = model.TrainStep(new Batch(images, null), new TrainingMoment(0, 0, 0), new MersenneDraws(random)).Single().Value.item<float>();

        // The image 0 means the velocity (0 − x_t) / (1 − t), the last twentieth of the path as if it were longer.
        float[] noise = randn([2000, 1, 2, 3], generator: same).data<float>().ToArray(), data = [.. images.data<float>().Select(value => (2 * value) - 1)];
        (float[] x, float[] t) = Assert.Single(seen);
        Assert.InRange(t.Max(), 0.95, 1);
        double expected = Enumerable.Range(0, x.Length).Average(i => Math.Pow((-x[i] / Math.Max(1 - t[i / 6], 0.05)) - (data[i] - noise[i]), 2));
        Assert.Equal(1, loss / expected, 1e-4);
    }

    [Fact]
    public void What_the_network_tells_is_left_to_the_size_of_its_squares_and_a_run_of_before_told_velocities()
    {
        ModelPreset flow = ModelCatalog.Find("flow");
        FlowTarget For(ModelPreset preset, int side) => ((FlowOptions)preset.OptionsFor(new ImageDescription(new ImageShape(3, side, side), []))).Target;
        using JsonDocument ofBefore = JsonDocument.Parse("""{"conditional": null, "width": 64}""");

        Assert.Equal((FlowTarget.Velocity, FlowTarget.Image), (For(flow, 28), For(flow, 64)));
        Assert.Equal(FlowTarget.Velocity, For(flow.WithChanges([new("target", "velocity")]), 64));
        Assert.Equal(FlowTarget.Image, For(flow.WithChanges([new("width", "64")]), 64));
        Assert.Equal(FlowTarget.Velocity, For(flow.OfRun(ofBefore.RootElement), 64));
        Assert.Contains("velocity, image", Assert.Throws<OptionsException>(() => flow.WithChanges([new("target", "noise")])).Message, StringComparison.Ordinal);
    }
}
