using System.Globalization;
using Figment.Evaluation.Images;

namespace Figment.Reports;

/// <summary>Formats numbers with as many digits as their standard error makes meaningful.</summary>
internal static class Figures
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    internal static string Count(long number) => number.ToString("N0", Culture);

    /// <summary>A share from 0 to 1, in percent.</summary>
    internal static string Percent(double share) =>
        double.IsFinite(share) ? string.Create(Culture, $"{share * 100:0.0}%") : Plain(share);

    /// <summary>A number without an error, with three significant digits.</summary>
    internal static string Number(double value) => double.IsFinite(value) ? Rounded(value, Decimals(value, 3)) : Plain(value);

    /// <summary>A value of a metric.</summary>
    internal static string Of(Metric metric, double value) => metric.IsShare ? Percent(value) : Number(value);

    /// <summary>A value of a metric, rounded to the second digit of its standard error, and that error if there is one.</summary>
    internal static (string Value, string? Error) Of(Metric metric, double value, double? error)
    {
        if (error is not double chance || !double.IsFinite(chance) || !double.IsFinite(value))
            return (Of(metric, value), null);
        if (metric.IsShare)
            return (Percent(value), Percent(chance));
        int decimals = chance == 0 ? Decimals(value, 3) : Decimals(chance, 2);
        return (Rounded(value, decimals), Rounded(chance, decimals));
    }

    /// <summary>A ratio, as in "times as large".</summary>
    internal static string Factor(double factor) => factor.ToString(factor < 10 ? "0.0" : "N0", Culture);

    /// <summary>A position in a picture, in percent of its width, for attributes.</summary>
    internal static string Place(double fraction) => string.Create(Culture, $"{fraction * 100:0.##}%");

    private static string Rounded(double value, int decimals)
    {
        string text = value.ToString($"N{decimals}", Culture);
        return text.StartsWith('-') ? $"−{text[1..]}" : text;
    }

    private static int Decimals(double value, int digits) =>
        value == 0 ? digits - 1 : Math.Clamp(digits - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 9);

    private static string Plain(double value) =>
        double.IsNaN(value) ? "NaN"
        : value > 0 ? "∞"
        : "−∞";
}
