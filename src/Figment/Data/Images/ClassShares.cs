namespace Figment.Data.Images;

/// <summary>Classes in the shares that a data set has them in.</summary>
internal static class ClassShares
{
    /// <summary>
    /// Classes in turn. From the beginning on, each has come as often as its share says, but for one or two; of as many as the
    /// data has, exactly as often.
    /// </summary>
    /// <param name="counts">How often the data has each class, by class number; the sum is above 0.</param>
    /// <param name="count">How many classes.</param>
    internal static int[] InTurn(IReadOnlyList<int> counts, int count)
    {
        long all = counts.Sum(each => (long)each);
        long[] owed = new long[counts.Count]; // times the sum, so that no rounding decides
        int[] classes = new int[count];
        for (int i = 0; i < count; i++)
        {
            int next = 0;
            for (int k = 0; k < owed.Length; k++)
            {
                owed[k] += counts[k];
                if (owed[k] > owed[next])
                    next = k;
            }

            owed[next] -= all;
            classes[i] = next;
        }

        return classes;
    }
}
