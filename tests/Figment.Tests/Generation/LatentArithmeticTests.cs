using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class LatentArithmeticTests
{
    [Fact]
    public void Means_are_taken_off_and_added_and_the_classes_stay()
    {
        using DisposeScope scope = NewDisposeScope();
        Latents start = new(
            tensor(
                new float[,]
                {
                    { 1, 1 },
                    { 5, 0 },
                }
            ),
            tensor(new long[] { 3, 4 })
        );
        Tensor subtract = tensor(
                new float[,]
                {
                    { 2, 0 },
                    { 4, 2 },
                }
            ),
            add = tensor(
                new float[,]
                {
                    { 10, 20 },
                }
            );

        Latents both = LatentArithmetic.Apply(start, subtract, add),
            none = LatentArithmetic.Apply(start, null, null);

        Assert.Equal([8f, 20, 12, 19], both.Values.data<float>().ToArray());
        Assert.Same(start.Labels, both.Labels);
        Assert.Equal([1f, 1, 5, 0], none.Values.data<float>().ToArray());
        Assert.Equal([1f, 1, 5, 0], start.Values.data<float>().ToArray());
    }

    [Fact]
    public void One_class_turns_into_another()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(4, new ImageShape(1, 2, 2));
        using ImageDataset data = DarkAndBright();
        (Latents dark, Tensor images) = LatentArithmetic.OfClass(model, data, 0, 2);
        Latents bright = LatentArithmetic.OfClass(model, data, 1, 100).Latents;

        Tensor result = LatentArithmetic.Apply(dark, dark.Values, bright.Values).Generate(model);

        Assert.Equal((2, 3), (dark.Count, bright.Count));
        Assert.True(images.max().item<float>() < 0.3);
        Assert.Equal(200 / 255.0, result.mean().item<float>(), 0.01);
    }

    [Fact]
    public void What_has_no_latents_of_classes_is_refused_in_words()
    {
        using BandModel conditional = new(4, new ImageShape(1, 2, 2), classes: 2),
            model = new(4, new ImageShape(1, 2, 2));
        using ImageDataset data = DarkAndBright();

        Assert.Contains(
            "receives the class",
            Assert.Throws<FigmentException>(() => LatentArithmetic.OfClass(conditional, data, 0, 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "no image of class empty",
            Assert.Throws<FigmentException>(() => LatentArithmetic.OfClass(model, data, 2, 1)).Message,
            StringComparison.Ordinal
        );
    }

    private static ImageDataset DarkAndBright() =>
        new(
            "dark and bright",
            new ImageShape(1, 2, 2),
            [40, 40, 40, 40, 200, 200, 200, 200, 60, 60, 60, 60, 200, 200, 200, 200, 50, 50, 50, 50, 200, 200, 200, 200],
            [0, 1, 0, 1, 0, 1],
            ["dark", "bright", "empty"]
        );
}
