using Figment.Evaluation.Images;

namespace Figment.Tests.Evaluation;

public sealed class ComparedReportsTests
{
    [Theory]
    [InlineData(new[] { 0.3, 0.2, 0.4 }, 1)]
    [InlineData(new[] { 0, 0, 0.02 }, null)] // two that nothing is better than
    [InlineData(new[] { 0.1, double.NaN, 0.2 }, 0)]
    [InlineData(new[] { 0.1, double.NaN }, null)]
    [InlineData(new[] { 0.1 }, null)]
    public void The_best_is_better_than_all_others(double[] values, int? place) =>
        Assert.Equal(place, ComparedReports.Best(MetricGoal.Lower, [.. values.Select(value => ((double?)value, (double?)null))]));
}
