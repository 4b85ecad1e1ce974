using Figment.Reports;

namespace Figment.Tests.Reports;

public sealed class MetricScaleTests
{
    [Theory]
    [InlineData("precision", 0.8, 1)]
    [InlineData("precision", 0.4, 0.5)]
    [InlineData("precision", 0, 0)]
    [InlineData("precision", 5, 1.25)] // the end of the picture
    [InlineData("classifierScore", 1, 0)]
    [InlineData("classifierScore", 5, 0.5)]
    [InlineData("copied", 0.004, 1)]
    [InlineData("copied", 1, 0)]
    [InlineData("similarity", 0.2, 1)]
    [InlineData("similarity", 0.6, 0.5)] // too much alike
    [InlineData("similarity", 1, 0)]
    [InlineData("similarity", 0.1, 0.5)] // too little
    [InlineData("similarity", -0.3, 0)]
    public void A_number_lies_between_useless_and_real(string name, double value, double expected) =>
        Assert.Equal(expected, MetricScale.Position(SampleReport.Result(name, value), value)!.Value, 1e-6);

    [Theory]
    [InlineData("precision", double.NaN)]
    [InlineData("frechetDistance", 12)]
    [InlineData("kernelDistance", 0.1)]
    public void There_is_no_place_without_an_end_or_a_number(string name, double value) =>
        Assert.Null(MetricScale.Position(SampleReport.Result(name, value), value));

    [Fact]
    public void A_distance_is_shown_as_a_multiple_of_that_of_real_images() =>
        Assert.Contains(
            "6.5 × real",
            MetricScale.Of(SampleReport.Result("frechetDistance", 13)).Markup,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_mark_stands_left_of_that_of_real_images_where_a_number_is_worse()
    {
        string picture = MetricScale.Of(SampleReport.Result("precision", 0.4, 0.04)).Markup;

        Assert.Contains("class=\"generated\" cx=\"40.6%\"", picture, StringComparison.Ordinal); // 3 + 94 × 0.8 × 0.5
        Assert.Contains("class=\"real\" x1=\"78.2%\"", picture, StringComparison.Ordinal);
        Assert.Contains("class=\"error\" x1=\"36.84%\" x2=\"44.36%\"", picture, StringComparison.Ordinal);
    }
}
