using Figment.Backend;

namespace Figment.Networks;

/// <summary>Means and variances over the items of several processes.</summary>
internal static class SharedMoments
{
    /// <summary>
    /// Combines the moments of all processes (T. Chan, G. Golub, R. LeVeque, "Updating Formulae and a Pairwise Algorithm for
    /// Computing Sample Variances", 1979, equation 2.1), in the order of the processes, so that all get the same result bit for
    /// bit.
    /// </summary>
    /// <param name="group">The processes that share the batch.</param>
    /// <param name="rows">The number of values per channel in this process.</param>
    /// <param name="means">[C], the means of this process; replaced by those of all processes.</param>
    /// <param name="squares">[C], the sums of squares around these means; replaced by those of all processes.</param>
    /// <returns>The number of values per channel in all processes.</returns>
    internal static long Combine(ITrainingGroup group, long rows, Span<double> means, Span<double> squares)
    {
        if (group.Size == 1)
            return rows;
        int channels = means.Length,
            each = (2 * channels) + 1;
        double[] table = new double[group.Size * each];
        Span<double> own = table.AsSpan(group.Rank * each, each);
        own[0] = rows;
        means.CopyTo(own[1..]);
        squares.CopyTo(own[(1 + channels)..]);
        group.Sum(table.AsSpan());
        double total = 0;
        for (int rank = 0; rank < group.Size; rank++)
            total += table[rank * each];
        for (int c = 0; c < channels; c++)
        {
            double mean = 0,
                around = 0;
            for (int rank = 0; rank < group.Size; rank++)
                mean += table[rank * each] * table[(rank * each) + 1 + c];
            mean /= total;
            for (int rank = 0; rank < group.Size; rank++)
            {
                double away = table[(rank * each) + 1 + c] - mean;
                around += table[(rank * each) + 1 + channels + c] + (table[rank * each] * away * away);
            }

            (means[c], squares[c]) = (mean, around);
        }

        return (long)total;
    }

    /// <summary>
    /// Averages values over the items of all processes, given each process's means over its own items: Σ n_r s_r / N.
    /// </summary>
    /// <param name="group">The processes that share the batch.</param>
    /// <param name="rows">The number n_r of values per channel in this process.</param>
    /// <param name="sums">The values s_r; replaced by the averages.</param>
    internal static void Average(ITrainingGroup group, long rows, Span<double> sums)
    {
        if (group.Size == 1)
            return;
        double[] weighed = [.. sums, 1];
        for (int i = 0; i < weighed.Length; i++)
            weighed[i] *= rows;
        group.Sum(weighed.AsSpan());
        for (int i = 0; i < sums.Length; i++)
            sums[i] = weighed[i] / weighed[^1];
    }
}
