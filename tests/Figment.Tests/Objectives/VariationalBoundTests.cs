using Figment.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Tests.Objectives;

public sealed class VariationalBoundTests : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();

    public void Dispose() => scope.Dispose();

    [Fact]
    public void The_importance_weighted_bound_is_the_logarithm_of_the_mean_weight()
    {
        // Weights 1 and 3 for the first image, 2 and 2 for the second; then the same with weights too large for a float.
        Tensor weights = tensor(
            new[,]
            {
                { 1.0, 2 },
                { 3, 2 },
            }
        );

        Assert.Equal(
            [Math.Log(2), Math.Log(2)],
            VariationalBound.ImportanceWeighted(weights.log()).data<double>().ToArray(),
            Near
        );
        Assert.Equal(
            [Math.Log(2) - 5000, Math.Log(2) - 5000],
            VariationalBound.ImportanceWeighted(weights.log() - 5000).data<double>().ToArray(),
            Near
        );
    }

    [Fact]
    public void Of_one_sample_it_is_that_samples_weight()
    {
        Assert.Equal(
            [-3.0, 4],
            VariationalBound
                .ImportanceWeighted(
                    tensor(
                        new[,]
                        {
                            { -3.0, 4 },
                        }
                    )
                )
                .data<double>()
                .ToArray()
        );
    }

    [Fact]
    public void A_dimension_is_charged_for_what_it_has_above_its_free_bits_on_average_over_the_batch()
    {
        // Means 1 and 0.2: with 0.5 free, 1 and 0.5.
        Tensor kl = tensor(
            new[,]
            {
                { 0.0, 0.1 },
                { 2.0, 0.3 },
            }
        );

        Assert.Equal(1.2, VariationalBound.Penalty(kl, beta: 1, freeBits: 0).item<double>(), 1e-12);
        Assert.Equal(4.8, VariationalBound.Penalty(kl, beta: 4, freeBits: 0).item<double>(), 1e-12);
        Assert.Equal(3.0, VariationalBound.Penalty(kl, beta: 2, freeBits: 0.5).item<double>(), 1e-12);
    }

    private static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9;
}
