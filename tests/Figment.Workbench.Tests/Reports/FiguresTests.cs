using Figment.Evaluation.Images;
using Figment.Reports;

namespace Figment.Tests.Reports;

public sealed class FiguresTests
{
    [Theory]
    [InlineData("precision", 0.8234, null, "82.3%")]
    [InlineData("copied", 0.0123, 0.0021, "1.2% ± 0.2%")]
    [InlineData("kernelDistance", 0.0001234, 0.0000456, "0.000123 ± 0.000046")]
    [InlineData("kernelDistance", -0.0001234, 0.0000456, "−0.000123 ± 0.000046")]
    [InlineData("classifierScore", 9.2345, 0.0312, "9.235 ± 0.031")]
    [InlineData("similarity", 0.25, 0.0, "0.250 ± 0.000")]
    [InlineData("frechetDistance", 12345.678, null, "12,346")]
    [InlineData("frechetDistance", 12.345678, null, "12.3")]
    [InlineData("frechetDistance", 0.0, null, "0.00")]
    [InlineData("frechetDistance", double.NaN, null, "NaN")]
    [InlineData("precision", double.PositiveInfinity, null, "∞")]
    [InlineData("frechetDistance", 1e300, 1e-300, null)]
    public void A_number_has_as_many_digits_as_have_a_meaning(string metric, double value, double? error, string? expected)
    {
        (string number, string? chance) = Figures.Of(MetricCatalog.Find(metric), value, error);
        string text = chance is null ? number : $"{number} ± {chance}";

        if (expected is null)
            Assert.NotEmpty(text);
        else
            Assert.Equal(expected, text);
    }
}
