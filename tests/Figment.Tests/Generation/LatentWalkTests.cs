using Figment.Backend;
using Figment.Data.Images;
using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models;
using Figment.Models.Images;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class LatentWalkTests
{
    [Fact]
    public void A_strip_goes_from_each_keyframe_to_the_next_with_both_ends()
    {
        using DisposeScope scope = NewDisposeScope();

        Latents strip = LatentWalk.Strip(Keyframes(), 3, WalkPath.Linear);

        Assert.Equal([0f, 5, 10, 10, 25, 40], strip.Values.flatten().data<float>().ToArray());
    }

    [Fact]
    public void A_loop_comes_back_to_where_it_began_without_showing_a_keyframe_twice()
    {
        using DisposeScope scope = NewDisposeScope();

        Latents loop = LatentWalk.Loop(Keyframes(), 2, WalkPath.Linear);

        Assert.Equal([0f, 5, 10, 25, 40, 20], loop.Values.flatten().data<float>().ToArray());
    }

    [Fact]
    public void The_class_changes_halfway()
    {
        using DisposeScope scope = NewDisposeScope();
        Latents keyframes = new(Keyframes().Values, tensor(new long[] { 7, 7, 2 }));

        Assert.Equal([7L, 7, 7, 7, 7, 7, 2, 2], LatentWalk.Strip(keyframes, 4).Labels!.data<long>().ToArray());
        Assert.Equal([7L, 7, 7, 2, 2, 7], LatentWalk.Loop(keyframes, 2).Labels!.data<long>().ToArray());
    }

    [Fact]
    public void Classes_in_shares_change_with_the_latents()
    {
        using DisposeScope scope = NewDisposeScope();
        Latents keyframes = new(
            Keyframes().Values,
            tensor(
                new float[,]
                {
                    { 1, 0 },
                    { 1, 0 },
                    { 0, 1 },
                }
            )
        );

        Assert.Equal(
            [1f, 0, 1, 0, 1, 0, 1, 0, 0.5f, 0.5f, 0, 1],
            LatentWalk.Strip(keyframes, 3).Labels!.flatten().data<float>().ToArray()
        );
    }

    [Fact]
    public void From_class_to_class_the_latents_stay()
    {
        using DisposeScope scope = NewDisposeScope();
        ImageDescription data = new(new ImageShape(1, 1, 1), [1, 1, 1]);
        ModelPreset preset = ModelCatalog.Find("classic");
        using ImageModel model = (ImageModel)
            preset.Create(((ClassModelOptions)preset.OptionsFor(data)) with { Conditional = true }, data, new SeededRandom(0));
        using BandModel unmixed = new(1, data.Shape, classes: 3);

        Latents keyframes = LatentWalk.InClasses(model, Keyframes(), 1, [2, 0]);

        Assert.Equal([10f, 10], keyframes.Values.flatten().data<float>().ToArray());
        Assert.Equal([0f, 0, 1, 1, 0, 0], keyframes.Labels!.flatten().data<float>().ToArray());
        Assert.Contains(
            "one class at a time",
            Assert.Throws<FigmentException>(() => LatentWalk.InClasses(unmixed, Keyframes(), 1, [2, 0])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_walk_takes_the_arc_unless_told_otherwise()
    {
        using DisposeScope scope = NewDisposeScope();
        Latents keyframes = new(
            tensor(
                    new float[,]
                    {
                        { 1, 0 },
                        { 0, 1 },
                    }
                )
                .view(2, 1, 2),
            null
        );

        Latents strip = LatentWalk.Strip(keyframes, 3);

        Assert.Equal([3, 1, 2], strip.Values.shape);
        Assert.Equal(Math.Sqrt(0.5), strip.Values[1, 0, 0].item<float>(), 1e-6);
    }

    [Fact]
    public void A_walk_needs_two_ends_and_two_steps()
    {
        using DisposeScope scope = NewDisposeScope();

        OptionsException e = Assert.Throws<OptionsException>(() => LatentWalk.Loop(new Latents(zeros(1, 2), null), 1));

        Assert.Equal(2, e.Problems.Count);
    }

    private static Latents Keyframes() =>
        new(
            tensor(
                new float[,]
                {
                    { 0 },
                    { 10 },
                    { 40 },
                }
            ),
            null
        );
}
