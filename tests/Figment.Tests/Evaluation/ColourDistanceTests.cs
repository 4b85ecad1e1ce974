using System.Text.Json;
using Figment.Data.Images;
using Figment.Evaluation.Images;
using Figment.Imaging;

namespace Figment.Tests.Evaluation;

/// <summary>Against tests/golden/image_power.py, and known answers.</summary>
public sealed class ColourDistanceTests
{
    private static readonly ImageShape Shape = new(3, 8, 12);

    [Fact]
    public void It_agrees_with_an_independent_computation()
    {
        using JsonDocument golden = Golden.Read("image_power.json");
        byte[] dim = [.. Golden.Bytes(9 * Shape.Size, 71).Select((value, i) => (byte)((value / 2) + (i / 96 % 3 == 0 ? 60 : 0)))];
        using ImageDataset images = new("dim", Shape, dim),
            others = new("others", Shape, Golden.Bytes(7 * Shape.Size, 70));

        Assert.Equal(golden.RootElement.GetProperty("colours").GetDouble(), Between(images, others), 1e-5);
    }

    [Fact]
    public void The_same_colours_elsewhere_are_no_distance_and_swapped_channels_are()
    {
        // Red above and blue below, in many strengths; or the same upside down.
        byte[] Pictures(int red, int blue, bool isTurned) =>
            [
                .. Enumerable
                    .Range(0, 40)
                    .SelectMany(n =>
                        Enumerable
                            .Range(0, Shape.Size)
                            .Select(i =>
                                (byte)(
                                    i / 96 == (i % 96 < 48 == !isTurned ? red : blue) ? 55 + (5 * n)
                                    : i / 96 == 1 ? 30
                                    : 0
                                )
                            )
                    ),
            ];
        using ImageDataset some = new("some", Shape, Pictures(0, 2, isTurned: false)),
            turned = new("turned", Shape, Pictures(0, 2, isTurned: true));
        using ImageDataset reddish = new("reddish", Shape, Pictures(0, 1, isTurned: false)),
            swapped = new("swapped", Shape, Pictures(2, 1, isTurned: false));

        Assert.Equal(0, Between(turned, some), 1e-6);
        Assert.InRange(Between(swapped, reddish), 0.2, 10);
    }

    [Fact]
    public void Where_real_images_have_one_colour_there_is_nothing_to_measure_by()
    {
        using ImageDataset some = new("some", Shape, Golden.Bytes(3 * Shape.Size, 1)),
            grey = new("grey", Shape, [.. Enumerable.Repeat((byte)9, 3 * Shape.Size)]);

        Assert.Equal(0, Between(some, grey));
    }

    private static double Between(ImageDataset images, ImageDataset others)
    {
        using GaussianStatistics these = ColourDistance.Of(images),
            those = ColourDistance.Of(others);
        return ColourDistance.Between(these, those);
    }
}
