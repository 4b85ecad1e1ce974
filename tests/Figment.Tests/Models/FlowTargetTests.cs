using System.Text.Json;
using Figment.Data.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>A flow whose network predicts the clean image.</summary>
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
        using FlowMatching model = new(
            () => new VelocityNetwork((x, _, _) => c.expand_as(x)),
            Tiny,
            Plain with
            {
                Solver = OdeSolver.Parse("euler:5"),
            }
        );
        using DisposeScope scope = NewDisposeScope();

        Assert.InRange(model.Sample(4).sub((c + 1) / 2).abs().max().item<float>(), 0, 1e-5);
    }

    [Fact]
    public void A_network_that_tells_the_clean_image_has_the_loss_of_its_velocity()
    {
        (float loss, float[] x, float[] t, float[] noise, float[] data) = FlowStep.Of(Tiny, 2000, Plain);

        // Predicting the image 0 means the velocity (0 − x_t) / (1 − t), except that 1 − t is never taken to be less than a
        // twentieth.
        Assert.InRange(t.Max(), 0.95, 1);
        double Miss(int i) => (-x[i] / Math.Max(1 - t[i / 6], 0.05)) - (data[i] - noise[i]);
        double expected = Enumerable.Range(0, x.Length).Average(i => Math.Pow(Miss(i), 2));
        Assert.Equal(1, loss / expected, 1e-4);
    }

    [Fact]
    public void What_the_network_tells_is_left_to_the_size_of_its_squares_and_a_run_of_before_told_velocities()
    {
        ModelPreset flow = ModelCatalog.Find("flow");
        FlowTarget For(ModelPreset preset, int side) =>
            ((FlowOptions)preset.OptionsFor(new ImageDescription(new ImageShape(3, side, side), []))).Target;
        using JsonDocument ofBefore = JsonDocument.Parse("""{"conditional": null, "width": 64}""");

        Assert.Equal((FlowTarget.Velocity, FlowTarget.Image), (For(flow, 28), For(flow, 64)));
        Assert.Equal(FlowTarget.Velocity, For(flow.WithChanges([new("target", "velocity")]), 64));
        Assert.Equal(FlowTarget.Image, For(flow.WithChanges([new("width", "64")]), 64));
        Assert.Equal(FlowTarget.Velocity, For(flow.OfRun(ofBefore.RootElement), 64));
        string said = Assert.Throws<OptionsException>(() => flow.WithChanges([new("target", "noise")])).Message;
        Assert.Contains("velocity, image", said, StringComparison.Ordinal);
    }
}
