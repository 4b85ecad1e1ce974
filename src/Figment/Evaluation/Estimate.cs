namespace Figment.Evaluation;

/// <summary>A number measured on samples, and how far chance may have moved it.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="StandardError">
/// The standard deviation of <paramref name="Value"/> by chance; null where it cannot be told.
/// </param>
internal readonly record struct Estimate(double Value, double? StandardError)
{
    /// <summary>The mean of independent values, with its standard error s / √n (s with divisor n − 1).</summary>
    internal static Estimate OfMean(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        if (values.Count < 2)
            return new Estimate(mean, null);
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new Estimate(mean, Math.Sqrt(variance / values.Count));
    }

    /// <summary>The share of cases that hold, with its binomial standard error √(p (1 − p) / n).</summary>
    internal static Estimate OfShare(long count, long total) => OfShare((double)count / total, total);

    /// <summary>A share of so many cases, with the same standard error.</summary>
    internal static Estimate OfShare(double share, long total) => new(share, Math.Sqrt(share * (1 - share) / total));
}
