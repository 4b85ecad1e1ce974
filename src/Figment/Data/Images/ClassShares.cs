namespace Figment.Data.Images;

/// <summary>Draws classes in the proportions of a data set.</summary>
internal static class ClassShares
{
    /// <summary>
    /// Returns classes in turn. At every point, each class has occurred as often as its share demands, give or take one or two;
    /// after as many classes as the data has items, exactly as often.
    /// </summary>
    /// <param name="counts">The number of items in each class of the data, by class number; the sum is above 0.</param>
    /// <param name="count">The number of classes to return.</param>
    internal static int[] InTurn(IReadOnlyList<int> counts, int count)
    {
        long all = counts.Sum(each => (long)each);
        long[] owed = new long[counts.Count]; // multiplied by the sum, so that rounding plays no part
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
