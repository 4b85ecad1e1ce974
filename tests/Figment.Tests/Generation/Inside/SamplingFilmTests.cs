using Figment.Generation.Images;
using Figment.Imaging;
using Figment.Models.Images;
using Figment.Objectives;
using Figment.Tests.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Generation;

public sealed class SamplingFilmTests
{
    private static readonly ImageShape Tiny = new(1, 2, 4);
    private static readonly FlowOptions Plain = new()
    {
        EmaHalfLife = 0,
        LabelDropout = 0,
        GuidanceScale = 1,
    };

    [Theory]
    [InlineData("euler:5")]
    [InlineData("adams:6")]
    [InlineData("midpoint:3")]
    [InlineData("heun:4")]
    public void It_begins_with_the_noise_and_ends_with_what_the_seed_makes(string way)
    {
        using FlowMatching model = Gaussian(0.2, 0.3);
        using DisposeScope scope = NewDisposeScope();
        OdeSolver solver = OdeSolver.Parse(way);
        Latents noise = Latents.OfSamples(model, [3, 8], new SampleOptions { Seed = 5 });

        IReadOnlyList<SamplingFrame> film = SamplingFilm.Of(model, noise, solver);

        Assert.NotEqual(solver, model.Solver); // the film leaves the model's solver as it is
        model.Solver = solver;
        Tensor made = model.Sample(9, new SampleOptions { Seed = 5 });
        Assert.Equal(solver.Steps + 1, film.Count);
        Assert.Equal(
            Enumerable.Range(0, film.Count).Select(step => (double)step / solver.Steps),
            film.Select(frame => frame.Time)
        );
        Assert.True(film[0].Images.allclose(((noise.Values + 1) / 2).clamp(0, 1)));
        Assert.True(film[^1].Images.allclose(made.index_select(0, tensor([3L, 8L])), atol: 1e-5));
        Assert.True(film[^1].Guesses.eq(film[^1].Images).all().item<bool>());
    }

    [Fact]
    public void A_guess_is_the_mean_of_what_the_place_may_become()
    {
        // Of data N(m, s²), E[x_1 | x_t] = m + t s² (x_t − t m) / ((1 − t)² + t² s²).
        const double m = 0.2,
            s = 0.3;
        using FlowMatching model = Gaussian(m, s);
        using DisposeScope scope = NewDisposeScope();
        Latents noise = new(linspace(-0.9, 0.9, 8).view(1, 1, 2, 4), null);

        IReadOnlyList<SamplingFrame> film = SamplingFilm.Of(model, noise, new OdeSolver(OdeMethod.Heun, 4));

        foreach (SamplingFrame frame in film.SkipLast(1))
        {
            double t = frame.Time;
            double variance = ((1 - t) * (1 - t)) + (t * t * s * s);
            Tensor x = (frame.Images * 2) - 1,
                expected = m + (t * s * s * (x - (t * m)) / variance);
            Assert.InRange(frame.Guesses.sub((expected + 1) / 2).abs().max().item<float>(), 0, 1e-5);
        }
    }

    [Fact]
    public void Guidance_pushes_this_film_and_no_later_sample()
    {
        // The velocity is a hundredth of the label: 0.02 of class 2, 0.03 of none; so s leads to 0.03 − 0.01 s from noise 0.
        using FlowMatching model = new(
            () => new VelocityNetwork((x, _, labels) => zeros_like(x) + (labels!.view(-1, 1, 1, 1) / 100f)),
            Tiny,
            new FlowOptions
            {
                EmaHalfLife = 0,
                GuidanceScale = 1.5,
                LabelDropout = 0.1,
            },
            [1, 1, 1]
        );
        using DisposeScope scope = NewDisposeScope();
        Latents noise = new(zeros(1, 1, 2, 4), tensor([2L]));

        float End(double? guidance) => SamplingFilm.Of(model, noise, guidance: guidance)[^1].Images.mean().item<float>();

        Assert.Equal((1 + 0.03 - 0.01 * 1.5) / 2, End(null), 1e-6);
        Assert.Equal((1 + 0.03 - 0.01 * 4) / 2, End(4), 1e-6);
        Assert.Equal(1.5, model.GuidanceScale);
        Assert.Throws<OptionsException>(() => SamplingFilm.Of(model, noise, guidance: 0.5));
        Assert.Equal(1.5, model.GuidanceScale);
    }

    [Fact]
    public void It_can_be_stopped_and_a_model_of_one_go_has_none()
    {
        using FlowMatching flow = Gaussian(0, 1);
        using BandModel other = new(4, Tiny);
        using DisposeScope scope = NewDisposeScope();

        Assert.True(SamplingFilm.IsPossible(flow));
        Assert.False(SamplingFilm.IsPossible(other));
        FigmentException refused = Assert.Throws<FigmentException>(() => SamplingFilm.Of(other, Latents.OfSamples(other, [0])));
        Assert.Contains("in a single step", refused.Message, StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() =>
            SamplingFilm.Of(flow, Latents.OfSamples(flow, [0]), cancellationToken: new CancellationToken(true))
        );
    }

    [Fact]
    public void Nothing_stays_in_memory_but_the_frames()
    {
        using FlowMatching model = Gaussian(0, 1);
        using DisposeScope scope = NewDisposeScope();
        Latents noise = Latents.OfSamples(model, [0]);
        long before = scope.DisposablesCount;

        IReadOnlyList<SamplingFrame> film = SamplingFilm.Of(model, noise);

        Assert.Equal(2 * film.Count, scope.DisposablesCount - before);
    }

    /// <summary>The flow of data that is N(m, s²) in each pixel.</summary>
    private static FlowMatching Gaussian(double m, double s) =>
        new(
            () =>
                new VelocityNetwork(
                    (x, t, _) =>
                    {
                        Tensor at = t.view(-1, 1, 1, 1),
                            square = (1 - at).square() + (at.square() * (s * s));
                        return m + (((at * (s * s)) - (1 - at)) / square * (x - (at * m)));
                    }
                ),
            Tiny,
            Plain
        );
}
