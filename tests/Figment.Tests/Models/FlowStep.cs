using Figment.Backend;
using Figment.Data;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Models;

/// <summary>One step of a flow whose network outputs 0, and the values that it must have used.</summary>
/// <param name="Loss">The loss that the step returned.</param>
/// <param name="X">The points at which the network was evaluated, x_t.</param>
/// <param name="T">When, t.</param>
/// <param name="Noise">x_0, drawn once more.</param>
/// <param name="Data">x_1, in [−1, 1].</param>
internal sealed record FlowStep(float Loss, float[] X, float[] T, float[] Noise, float[] Data)
{
    /// <summary>Makes the step.</summary>
    /// <param name="shape">The images.</param>
    /// <param name="count">How many, all random.</param>
    /// <param name="options">The options of the flow.</param>
    internal static FlowStep Of(ImageShape shape, int count, FlowOptions options)
    {
        List<(float[] X, float[] T)> seen = [];
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        seen.Add((x.data<float>().ToArray(), t.data<float>().ToArray()));
                        return zeros_like(x);
                    }
                ),
            shape,
            options
        );
        seen.Clear();
        using DisposeScope scope = NewDisposeScope();
        using Generator random = new SeededRandom(1).Generator("step"),
            same = new SeededRandom(1).Generator("step");
        Tensor images = rand(count, shape.Channels, shape.Height, shape.Width);

        Batch batch = new(images, null);
        float loss = model.TrainStep(batch, new TrainingMoment(0, 0, 0), new MersenneDraws(random)).Single().Value.item<float>();

        // x_0 is drawn first; images of [0, 1] are data in [−1, 1].
        float[] noise = randn(images.shape, generator: same).data<float>().ToArray();
        float[] data = [.. images.data<float>().Select(value => (2 * value) - 1)];
        (float[] x, float[] t) = Assert.Single(seen);
        return new FlowStep(loss, x, t, noise, data);
    }
}
