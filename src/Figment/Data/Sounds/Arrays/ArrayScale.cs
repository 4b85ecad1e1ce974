using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>The value of silence in an array, and the distance from it to full scale.</summary>
/// <param name="Zero">The value of silence.</param>
/// <param name="Full">The distance that stands for 1.</param>
/// <param name="Largest">The largest absolute value, if full scale follows from it; null if it follows from the type.</param>
/// <remarks>
/// Silence is 128 for uint8, as in WAV, and full scale is 32,768 for int16. Wider integer types often hold narrower values, so
/// their full scale is the smallest of 16, 24, 32 and 64 bits that covers all values. The full scale of floats is 1, or, if some
/// values are outside [−1, 1], the smallest power of 2 that covers all values; so floats that were converted from integers get
/// the full scale of these integers.
/// </remarks>
internal readonly record struct ArrayScale(double Zero, double Full, double? Largest)
{
    private const int Block = 1 << 14;

    /// <summary>Determines the scale; for some types, this reads all values.</summary>
    internal static ArrayScale Of(NumpyReader array, CancellationToken cancellationToken)
    {
        if (array.Type == NumpyType.UInt8)
            return new ArrayScale(128, 128, null);
        if (array.Type == NumpyType.Int16)
            return new ArrayScale(0, 1 << 15, null);
        double largest = LargestOf(array, cancellationToken),
            full = 1;
        if (array.Type is NumpyType.Int32 or NumpyType.Int64)
        {
            full = ((double[])[1L << 15, 1L << 23, 1L << 31, long.MaxValue]).First(possible => largest <= possible);
            return new ArrayScale(0, full, largest);
        }

        while (full < largest)
            full *= 2;
        return new ArrayScale(0, full, full > 1 ? largest : null);
    }

    private static double LargestOf(NumpyReader array, CancellationToken cancellationToken)
    {
        double largest = 0;
        double[] block = new double[Block];
        array.Seek(0);
        for (long left = array.Count; left > 0; left -= block.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Span<double> values = block.AsSpan(0, (int)Math.Min(left, block.Length));
            array.Read(values);
            foreach (double value in values)
                if (double.IsFinite(value))
                    largest = Math.Max(largest, Math.Abs(value)); // the reader of the sound refuses NaN and infinity
        }

        return largest;
    }
}
