using Figment.Backend;
using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

/// <summary>Against tests/golden/vae.py: PyTorch's own distributions.</summary>
public sealed class DiagonalGaussianTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_KL_divergence_and_the_densities_agree_with_PyTorch()
    {
        DiagonalGaussian q = new(Fill([3, 4], 1, 2), Fill([3, 4], 2, 3));
        Tensor z = Fill([2, 3, 4], 3, 3);

        Golden.Near("vae.json", "kl", q.KlToStandard());
        Golden.Near("vae.json", "log_density", q.LogDensity(z));
        Golden.Near("vae.json", "standard_log_density", DiagonalGaussian.StandardLogDensity(z));
    }

    [Fact]
    public void The_KL_divergence_is_what_samples_say_on_average()
    {
        DiagonalGaussian q = new(
            tensor(
                new[,]
                {
                    { 0.5, -1, 0 },
                }
            ),
            tensor(
                new[,]
                {
                    { -1.0, 0.5, -4 },
                }
            )
        );
        using Generator random = new SeededRandom(1).Generator("test");

        Tensor z = q.Sample(randn([400_000, 1, 3], ScalarType.Float64, generator: random));
        Tensor difference = q.LogDensity(z) - DiagonalGaussian.StandardLogDensity(z);

        double error = difference.std().item<double>() / Math.Sqrt(400_000);
        Assert.Equal(q.KlToStandard().sum().item<double>(), difference.mean().item<double>(), 4 * error);
        Assert.InRange(error, 0, 0.01);
    }

    [Fact]
    public void Samples_have_its_mean_and_its_variance()
    {
        DiagonalGaussian q = new(
            tensor(
                new[,]
                {
                    { 3.0 },
                }
            ),
            tensor(
                new[,]
                {
                    { Math.Log(4) },
                }
            )
        );

        Assert.Equal(
            [3.0, 5, 1],
            q.Sample(
                    tensor(
                        new[,]
                        {
                            { 0.0 },
                            { 1 },
                            { -1 },
                        }
                    )
                )
                .data<double>()
                .ToArray()
                .Select(value => Math.Round(value, 12))
        );
    }

    [Fact]
    public void Whatever_an_encoder_says_stays_finite()
    {
        DiagonalGaussian q = DiagonalGaussian.Of(
            tensor(
                new[,]
                {
                    { 1f, 2, 1000, -1000 },
                }
            )
        );

        Assert.Equal([1f, 2], q.Mean.data<float>().ToArray());
        Assert.True(q.KlToStandard().isfinite().all().item<bool>());
        Assert.True(q.LogDensity(q.Sample(ones(1, 2))).isfinite().all().item<bool>());
    }

    private static Tensor Fill(long[] shape, uint seed, double scale) => Golden.Fill(shape, seed, scale).to(ScalarType.Float64);
}
