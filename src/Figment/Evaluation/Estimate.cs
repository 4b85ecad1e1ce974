namespace Figment.Evaluation;

/// <summary>A number measured on samples, with its standard error.</summary>
/// <param name="Value">The measured value.</param>
/// <param name="StandardError">The standard deviation of <paramref name="Value"/> due to chance; null if it is unknown.</param>
internal readonly record struct Estimate(double Value, double? StandardError)
{
    /// <summary>Returns the mean of independent values with its standard error s / √n (s with divisor n − 1).</summary>
    internal static Estimate OfMean(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        if (values.Count < 2)
            return new Estimate(mean, null);
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return new Estimate(mean, Math.Sqrt(variance / values.Count));
    }

    /// <summary>Returns a count as a share of the total, with its binomial standard error √(p (1 − p) / n).</summary>
    internal static Estimate OfShare(long count, long total) => OfShare((double)count / total, total);

    /// <summary>Returns a given share of a number of cases, with its binomial standard error √(p (1 − p) / n).</summary>
    internal static Estimate OfShare(double share, long total) => new(share, Math.Sqrt(share * (1 - share) / total));
}
