using Figment.Backend;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class DiffAugmentTests : IDisposable
{
    private const Augmentations All = Augmentations.Color | Augmentations.Translation | Augmentations.Cutout;
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Theory]
    [InlineData(16, 24)]
    [InlineData(28, 28)] // an eighth is 3.5: up to 4
    public void Translation_moves_by_whole_pixels_up_to_an_eighth_and_fills_with_mid_grey(int height, int width)
    {
        const int Count = 300,
            Channels = 2;
        Tensor images = (Golden.Fill([Count, Channels, height, width], 1) + 1.5) / 4; // nothing is mid-grey
        float[,,,] before = Values(images),
            after = Values(Apply(images, Augmentations.Translation));
        int most = (height + 4) / 8,
            far = (width + 4) / 8;

        HashSet<(int, int)> moves = [];
        for (int n = 0; n < Count; n++)
            moves.Add(Assert.Single(Moves(n)));

        // All of them occur, for each direction, though not for each pair.
        Assert.Equal(Enumerable.Range(-most, (2 * most) + 1), moves.Select(move => move.Item1).Distinct().Order());
        Assert.Equal(Enumerable.Range(-far, (2 * far) + 1), moves.Select(move => move.Item2).Distinct().Order());

        IEnumerable<(int Down, int Right)> Moves(int n) =>
            from down in Enumerable.Range(-most - 1, (2 * most) + 3)
            from right in Enumerable.Range(-far - 1, (2 * far) + 3)
            where IsMoved(n, down, right)
            select (down, right);

        bool IsMoved(int n, int down, int right)
        {
            for (int c = 0; c < Channels; c++)
            {
                for (int y = 0; y < height; y++)
                {
                    for (int x = 0; x < width; x++)
                    {
                        (int fromY, int fromX) = (y + down, x + right);
                        float expected =
                            fromY < 0 || fromY >= height || fromX < 0 || fromX >= width ? 0.5f : before[n, c, fromY, fromX];
                        if (after[n, c, y, x] != expected)
                            return false;
                    }
                }
            }

            return true;
        }
    }

    [Fact]
    public void Cutout_greys_out_one_square_of_half_the_size_and_nothing_else()
    {
        const int Count = 200,
            Channels = 2,
            Height = 8,
            Width = 12;
        Tensor images = (Golden.Fill([Count, Channels, Height, Width], 1) + 1.5) / 4;
        float[,,,] before = Values(images),
            after = Values(Apply(images, Augmentations.Cutout));
        int whole = 0;
        for (int n = 0; n < Count; n++)
        {
            (int y, int x)[] grey =
            [
                .. from y in Enumerable.Range(0, Height)
                from x in Enumerable.Range(0, Width)
                where after[n, 0, y, x] == 0.5f
                select (y, x),
            ];
            Assert.NotEmpty(grey);
            (int top, int bottom, int left, int right) = (
                grey.Min(p => p.y),
                grey.Max(p => p.y),
                grey.Min(p => p.x),
                grey.Max(p => p.x)
            );
            (int high, int wide) = (bottom - top + 1, right - left + 1);

            // A full rectangle, smaller than half of the image only where the image's edge cuts it.
            Assert.Equal(high * wide, grey.Length);
            Assert.True(high == Height / 2 || (high < Height / 2 && (top == 0 || bottom == Height - 1)));
            Assert.True(wide == Width / 2 || (wide < Width / 2 && (left == 0 || right == Width - 1)));
            if (high == Height / 2 && wide == Width / 2)
                whole++;
            for (int c = 0; c < Channels; c++)
            {
                for (int y = 0; y < Height; y++)
                {
                    for (int x = 0; x < Width; x++)
                        Assert.Equal(
                            y >= top && y <= bottom && x >= left && x <= right ? 0.5f : before[n, c, y, x],
                            after[n, c, y, x]
                        );
                }
            }
        }

        // The middle is one of 9 × 13 places, and the square lies inside for 5 × 7 of them: 30%.
        Assert.InRange(whole / (double)Count, 0.2, 0.4);
    }

    [Fact]
    public void Color_changes_brightness_then_saturation_then_contrast_by_factors_in_their_ranges()
    {
        const int Count = 300,
            Channels = 3,
            Pixels = 20;
        float[,,,] before = Values((Golden.Fill([Count, Channels, 4, 5], 1) + 1) / 2),
            after = Values(Apply((Golden.Fill([Count, Channels, 4, 5], 1) + 1) / 2, Augmentations.Color));
        List<double> brightness = [],
            saturation = [],
            contrast = [];
        for (int n = 0; n < Count; n++)
        {
            // The brightness follows from the mean, which only brightness changes; the contrast follows from one pixel's grey,
            // and the saturation from one of its colours. All other values must then match.
            (double mean, double newMean) = (Mean(before, n), Mean(after, n));
            int sure = Enumerable.Range(0, Pixels).MaxBy(p => Math.Abs(Grey(before, n, p) - mean));
            double c = (Grey(after, n, sure) - newMean) / (Grey(before, n, sure) - mean);
            int colourful = Enumerable.Range(0, Pixels).MaxBy(p => Math.Abs(At(before, n, 0, p) - Grey(before, n, p)));
            double s =
                (At(after, n, 0, colourful) - Grey(after, n, colourful))
                / (At(before, n, 0, colourful) - Grey(before, n, colourful))
                / c;
            double b = newMean - mean;
            for (int p = 0; p < Pixels; p++)
            {
                for (int channel = 0; channel < Channels; channel++)
                {
                    double bright = At(before, n, channel, p) + b,
                        grey = Grey(before, n, p) + b;
                    double saturated = grey + ((bright - grey) * s);
                    Assert.Equal(newMean + ((saturated - newMean) * c), At(after, n, channel, p), 1e-4);
                }
            }

            brightness.Add(b);
            saturation.Add(s);
            contrast.Add(c);
        }

        Fills(brightness, -0.25, 0.25); // ±0.5 of the paper's [−1, 1]
        Fills(saturation, 0, 2);
        Fills(contrast, 0.5, 1.5);

        static void Fills(List<double> values, double from, double to)
        {
            double width = to - from;
            Assert.InRange(values.Min(), from - 1e-3, from + (0.05 * width));
            Assert.InRange(values.Max(), to - (0.05 * width), to + 1e-3);
            Assert.InRange(values.Average(), from + (0.45 * width), to - (0.45 * width));
        }

        static double At(float[,,,] images, int n, int channel, int p) => images[n, channel, p / 5, p % 5];
        static double Grey(float[,,,] images, int n, int p) =>
            Enumerable.Range(0, Channels).Average(channel => At(images, n, channel, p));
        static double Mean(float[,,,] images, int n) => Enumerable.Range(0, Pixels).Average(p => Grey(images, n, p));
    }

    [Fact]
    public void Gradients_flow_to_every_pixel_that_can_still_be_seen()
    {
        Tensor images = ((Golden.Fill([5, 1, 8, 8], 1) + 1.5) / 4).requires_grad_(true);

        Tensor changed = Apply(images, Augmentations.Translation | Augmentations.Cutout);
        changed.sum().backward();

        // Pixels are only moved, so the slope is 1 for each that is still there and 0 for the others.
        Assert.Equal(changed.ne(0.5).sum().item<long>(), images.grad!.sum().item<float>());
        Assert.True((images.grad.eq(0) | images.grad.eq(1)).all().item<bool>());

        Tensor slopes = autograd.grad([Apply(images, Augmentations.Color).square().sum()], [images])[0];
        Assert.True(slopes.ne(0).all().item<bool>());
    }

    [Fact]
    public void Without_changes_the_images_stay_as_they_are_and_nothing_is_drawn()
    {
        Tensor images = Golden.Fill([2, 1, 8, 8], 1);
        using Generator random = new SeededRandom(1).Generator("test"),
            untouched = new SeededRandom(1).Generator("test");

        Assert.Same(images, DiffAugment.Apply(images, Augmentations.None, new MersenneDraws(random)));
        Assert.Equal(rand(1, generator: untouched).item<float>(), rand(1, generator: random).item<float>());
    }

    [Fact]
    public void The_same_generator_repeats_the_changes_and_another_does_not()
    {
        Tensor images = Golden.Fill([4, 3, 8, 8], 1);

        Assert.True(Apply(images, All, 1).eq(Apply(images, All, 1)).all().item<bool>());
        Assert.False(Apply(images, All, 1).eq(Apply(images, All, 2)).all().item<bool>());
    }

    [Theory]
    [InlineData(Augmentations.Color)]
    [InlineData(Augmentations.Translation)]
    [InlineData(Augmentations.Cutout)]
    public void Every_image_is_changed_in_a_way_of_its_own(Augmentations kind)
    {
        Tensor images = ((Golden.Fill([1, 3, 16, 16], 1) + 1.5) / 4).expand(20, 3, 16, 16);

        Tensor changed = Apply(images, kind);

        Assert.True(changed.sub(changed[..1]).abs().amax([1, 2, 3]).gt(0).sum().item<long>() > 10);
    }

    private static Tensor Apply(Tensor images, Augmentations kinds, long seed = 1)
    {
        using Generator random = new SeededRandom(seed).Generator("test");
        return DiffAugment.Apply(images, kinds, new MersenneDraws(random));
    }

    private static float[,,,] Values(Tensor images)
    {
        float[] flat = images.contiguous().data<float>().ToArray();
        float[,,,] values = new float[images.shape[0], images.shape[1], images.shape[2], images.shape[3]];
        Buffer.BlockCopy(flat, 0, values, 0, flat.Length * sizeof(float));
        return values;
    }
}
