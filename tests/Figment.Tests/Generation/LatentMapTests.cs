using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class LatentMapTests
{
    private static readonly ImageShape Shape = new(1, 1, 2);

    [Fact]
    public void It_goes_through_the_quantiles_to_the_right_and_upwards()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(2, Shape);

        Latents map = LatentMap.Grid(model, 3);

        // Φ⁻¹(1/6) = −0.9674215661 (tables of the normal distribution: Φ(0.9674) = 0.8333), Φ⁻¹(1/2) = 0.
        const float Q = 0.9674215661f;
        float[] expected = [-Q, Q, 0, Q, Q, Q, -Q, 0, 0, 0, Q, 0, -Q, -Q, 0, -Q, Q, -Q];
        Assert.All(map.Values.data<float>().ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.Null(map.Labels);
    }

    [Fact]
    public void Of_a_model_by_class_each_class_has_its_map()
    {
        using DisposeScope scope = NewDisposeScope();
        using BandModel model = new(2, Shape, classes: 3);

        Assert.Equal([2L, 2, 2, 2], LatentMap.Grid(model, 2, 2).Labels!.data<long>().ToArray());
        Assert.Contains(
            "choose a class from 0 to 2",
            Assert.Throws<OptionsException>(() => LatentMap.Grid(model, 2)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<OptionsException>(() => LatentMap.Grid(model, 2, 3));
    }

    [Fact]
    public void A_model_of_other_latents_has_no_map()
    {
        using ImageModel gan = TrainerTests.NewModel();
        using BandModel one = new(1, Shape),
            two = new(2, Shape);

        Assert.False(LatentMap.IsPossible(gan));
        Assert.True(LatentMap.IsPossible(two));
        Assert.Contains(
            "this model's have 1.",
            Assert.Throws<FigmentException>(() => LatentMap.Grid(one, 5)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(2, Assert.Throws<OptionsException>(() => LatentMap.Grid(two, 1, 0)).Problems.Count);
    }
}
