using Figment.Formats;

namespace Figment.Data.Sounds;

/// <summary>Which value of an array is silence, and how far from it full scale is.</summary>
/// <param name="Zero">The value of silence.</param>
/// <param name="Full">What stands for 1.</param>
/// <param name="Largest">
/// The largest size of a value where full scale follows from it; null where it follows from the type.
/// </param>
/// <remarks>
/// uint8 has its silence at 128, as WAV has, and int16 its full scale at 32,768. Longer integers are often shorter ones in
/// disguise, so full scale is the least of 16, 24, 32 and 64 bits that holds all of them. Floats have it at 1, and where some are
/// outside [−1, 1] at the least power of 2 that holds all of them: so floats that were made of integers get these integers' full
/// scale.
/// </remarks>
internal readonly record struct ArrayScale(double Zero, double Full, double? Largest)
{
    private const int Block = 1 << 14;

    /// <summary>Finds it; of some types all values are read for that.</summary>
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
                    largest = Math.Max(largest, Math.Abs(value)); // whoever reads the sound refuses the others
        }

        return largest;
    }
}
