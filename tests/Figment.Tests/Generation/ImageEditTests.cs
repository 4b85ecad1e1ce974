using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class ImageEditTests
{
    private static readonly ImageShape Tiny = new(1, 2, 4);
    private static readonly FlowOptions Plain = new()
    {
        EmaHalfLife = 0,
        LabelDropout = 0,
        GuidanceScale = 1,
    };

    [Theory]
    [InlineData(0.25)]
    [InlineData(0.6)]
    [InlineData(1)]
    public void A_variant_ends_where_the_flow_of_a_Gaussian_leads_from_its_place_on_the_path(double strength)
    {
        // Data N(m, s²): x_t is N(t m, (1 − t)² + t² s²), and along the flow x_t always stays the same number of standard
        // deviations from its mean.
        const double m = 0.2,
            s = 0.3;
        double Deviation(double t) => Math.Sqrt(((1 - t) * (1 - t)) + (t * t * s * s));
        using FlowMatching model = Gaussian(m, s);
        model.Solver = new OdeSolver(OdeMethod.Heun, 200);
        using DisposeScope scope = NewDisposeScope();
        Tensor image = Image();

        Tensor made = ImageEdit.Make(
            model,
            image,
            options: new EditOptions
            {
                Strength = strength,
                Count = 3,
                Seed = 4,
            }
        );

        double t = 1 - strength;
        Tensor noise = Latents.OfSamples(model, [0, 1, 2], new SampleOptions { Seed = 4 }).Values;
        Tensor start = ((1 - t) * noise) + (t * ((2 * image) - 1));
        Tensor expected = ((((start - (t * m)) / Deviation(t) * s) + m + 1) / 2).clamp(0, 1);
        Assert.InRange(made.sub(expected).abs().max().item<float>(), 0, 1e-3);
    }

    [Fact]
    public void Strength_1_makes_the_image_of_its_seed_and_strength_0_gives_the_picture_back()
    {
        using FlowMatching model = Gaussian(0, 0.5);
        using DisposeScope scope = NewDisposeScope();
        Tensor image = Image();

        Tensor anew = ImageEdit.Make(
            model,
            image,
            options: new EditOptions
            {
                Strength = 1,
                Count = 9,
                Seed = 7,
            }
        );
        Tensor same = ImageEdit.Make(model, image, options: new EditOptions { Strength = 0, Count = 2 });

        Assert.True(anew.eq(model.Sample(9, new SampleOptions { Seed = 7 })).all().item<bool>());
        Assert.True(same.eq(image).all().item<bool>());
    }

    [Fact]
    public void Kept_pixels_come_out_as_given_and_the_others_as_grey_says()
    {
        using FlowMatching model = Gaussian(0.2, 0.3);
        using DisposeScope scope = NewDisposeScope();
        Tensor image = Image(),
            half = EditMask.Keeping(EditSide.Left, Tiny),
            soft = half * 0.5f;

        Tensor made = ImageEdit.Make(model, image, half),
            softly = ImageEdit.Make(model, image, soft);

        Assert.True(made.narrow(3, 0, 2).eq(image.narrow(3, 0, 2)).all().item<bool>());
        Assert.False(made.narrow(3, 2, 2).eq(image.narrow(3, 2, 2)).any().item<bool>());
        Assert.InRange(softly.sub((made + image) / 2).abs().max().item<float>(), 0, 1e-6);
    }

    [Fact]
    public void What_is_made_anew_fits_what_is_kept()
    {
        // In this data all pixels of an image are one number from N(0, 1/4), so x̂_1 is known: E[a | x_t] with n pixels at
        // distance t a.
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        Tensor at = t.view(-1, 1, 1, 1),
                            left = (1 - at).clamp(1e-3);
                        Tensor a =
                            x.mean([1, 2, 3], keepdim: true) * at * Tiny.Size / ((at.square() * Tiny.Size) + (left.square() * 4));
                        return (a - x) / left;
                    }
                ),
            Tiny,
            Plain with
            {
                Solver = OdeSolver.Parse("euler:40"),
            }
        );
        using DisposeScope scope = NewDisposeScope();
        Tensor image = full([1, 1, 2, 4], 0.8f),
            mask = EditMask.Keeping(EditSide.Top, Tiny);

        Tensor made = ImageEdit.Make(model, image, mask, new EditOptions { Count = 64 }),
            free = model.Sample(64);

        double error = made.narrow(2, 1, 1).sub(0.8f).abs().mean().item<float>();
        Assert.InRange(error, 0, 0.1);
        Assert.InRange(free.sub(0.8f).abs().mean().item<float>(), 3 * error, 1);
    }

    [Fact]
    public void A_variant_is_the_same_bits_however_many_are_made_and_leaves_no_tensor_behind()
    {
        using FlowMatching model = Gaussian(0.2, 0.3);
        using Tensor image = Image(),
            mask = EditMask.Keeping(EditSide.Bottom, Tiny);
        Tensor Make(int count, long seed = 0) =>
            ImageEdit.Make(
                model,
                image,
                mask,
                new EditOptions
                {
                    Count = count,
                    Seed = seed,
                    Steps = 4,
                }
            );
        Make(1).Dispose();
        long before = LiveTensors.Count();

        using (NewDisposeScope())
        {
            Tensor many = Make(11),
                again = Make(11),
                few = Make(2),
                other = Make(2, seed: 1);
            Assert.True(many.eq(again).all().item<bool>());
            Assert.True(many.narrow(0, 0, 2).eq(few).all().item<bool>());
            Assert.False(few.eq(other).all().item<bool>());
        }

        Assert.Equal(before, LiveTensors.Count());
    }

    [Fact]
    public void The_class_is_the_one_that_is_asked_for_or_left_open()
    {
        // The class determines the image: 0 is black, 1 is white, and without a class it is grey.
        using FlowMatching model = new(
            () =>
                new VelocityNetwork(
                    (x, t, labels) =>
                        (tensor(new float[] { -1, 1, 0 }).index_select(0, labels!).view(-1, 1, 1, 1) - x)
                        / (1 - t).view(-1, 1, 1, 1)
                ),
            Tiny,
            Plain with
            {
                LabelDropout = 0.1,
                Solver = OdeSolver.Parse("euler:4"),
            },
            [3, 3]
        );
        using DisposeScope scope = NewDisposeScope();
        float[] Means(params int[] classes) =>
            ImageEdit
                .Make(model, Image(), options: new EditOptions { Classes = classes, Count = 3 })
                .mean([1, 2, 3])
                .data<float>()
                .ToArray();

        Assert.Equal([0f, 1, 0], Means(0, 1).Select(value => MathF.Round(value, 4)));
        Assert.Equal([0.5f, 0.5f, 0.5f], Means().Select(value => MathF.Round(value, 4)));
    }

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        using FlowMatching undropped = new(() => new VelocityNetwork((x, _, _) => x), Tiny, Plain, [2, 2]),
            plain = Gaussian(0, 1);
        using DisposeScope scope = NewDisposeScope();
        Tensor image = Image();

        OptionsException e = Assert.Throws<OptionsException>(() =>
            ImageEdit.Make(
                undropped,
                image,
                zeros(1, 1, 2, 4),
                new EditOptions
                {
                    Strength = 1.5,
                    Count = 0,
                    Steps = 0,
                }
            )
        );
        Assert.Equal(5, e.Problems.Count);
        Assert.All(
            ["strength must be between 0", "variants must be", "between 1 and 1000", "so the image needs one", "mask is empty"],
            words => Assert.Contains(e.Problems, problem => problem.Contains(words, StringComparison.Ordinal))
        );
        string Says(Tensor? mask, EditOptions? options = null) =>
            Assert.ThrowsAny<FigmentException>(() => ImageEdit.Make(plain, image, mask, options)).Message;
        Assert.Contains("mask is full", Says(ones(1, 1, 2, 4)), StringComparison.Ordinal);
        Assert.Contains("outside of 0 to 1", Says(ones(1, 1, 2, 4) * 2), StringComparison.Ordinal);
        Assert.Contains("mask is [1, 1, 2, 3]", Says(ones(1, 1, 2, 3)), StringComparison.Ordinal);
        Assert.Contains("trained without classes", Says(null, new EditOptions { Classes = [1] }), StringComparison.Ordinal);
        Assert.Contains(
            "image is [1, 3, 2, 4]",
            Assert.Throws<FigmentException>(() => ImageEdit.Make(plain, image.repeat(1, 3, 1, 1))).Message,
            StringComparison.Ordinal
        );
        using BandModel other = new(2, Tiny);
        Assert.Contains(
            "preset flow",
            Assert.Throws<FigmentException>(() => ImageEdit.Make(other, image)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Who_stops_it_is_heard_between_two_steps()
    {
        using FlowMatching model = Gaussian(0, 1);
        using Tensor image = Image();
        using CancellationTokenSource stop = new();
        List<double> heard = [];

        Assert.Throws<OperationCanceledException>(() =>
            ImageEdit.Make(model, image, progress: new Heard(heard, stop), cancellationToken: stop.Token)
        );

        Assert.Equal([0.1], heard);
    }

    private static Tensor Image() => linspace(0.1, 0.9, 8).view(1, 1, 2, 4);

    /// <summary>The flow of data that is N(m, s²) in each pixel: v = (E[x_1 | x_t] − x_t) / (1 − t).</summary>
    private static FlowMatching Gaussian(double m, double s) =>
        new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        // d/dt of t m + d(t) z, with d² = (1 − t)² + t² s² and z kept: m + d'/d (x − t m).
                        Tensor at = t.view(-1, 1, 1, 1);
                        Tensor square = (1 - at).square() + (at.square() * (s * s));
                        return m + (((at * (s * s)) - (1 - at)) / square * (x - (at * m)));
                    }
                ),
            Tiny,
            Plain
        );

    private sealed class Heard(List<double> heard, CancellationTokenSource stop) : IProgress<double>
    {
        public void Report(double value)
        {
            heard.Add(value);
            stop.Cancel();
        }
    }
}
