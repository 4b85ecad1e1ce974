namespace Figment.Audio;

/// <summary>Reads the samples of one channel of a frame: predictor and residuals (RFC 9639, 9.2).</summary>
internal static class FlacSubframe
{
    private const int Constant = 0,
        Verbatim = 1,
        Fixed = 8,
        Linear = 32,
        MostOrder = 32;

    /// <summary>The fixed predictors, which extrapolate a polynomial through the last samples.</summary>
    private static readonly int[][] FixedCoefficients =
    [
        [],
        [1],
        [2, -1],
        [3, -3, 1],
        [4, -6, 4, -1],
    ];

    /// <summary>Reads the samples.</summary>
    /// <param name="bits">A reader at the first bit.</param>
    /// <param name="samples">A buffer, which is filled completely.</param>
    /// <param name="depth">The number of bits in a sample.</param>
    internal static void Read(FlacBits bits, Span<long> samples, int depth)
    {
        if (bits.Read(1) != 0)
            throw new FlacFault("a channel has an invalid header");
        int kind = (int)bits.Read(6),
            wasted = bits.Read(1) == 0 ? 0 : (int)Math.Min(bits.ReadUnary() + 1, int.MaxValue);
        depth -= wasted;
        if (depth < 1)
            throw new FlacFault("a channel has no bits left");
        switch (kind)
        {
            case Constant:
                samples.Fill(bits.ReadSigned(depth));
                break;
            case Verbatim:
                foreach (ref long sample in samples)
                    sample = bits.ReadSigned(depth);
                break;
            case >= Fixed and <= Fixed + 4:
                int[] known = FixedCoefficients[kind - Fixed];
                ReadFirst(bits, samples, known.Length, depth);
                ReadResidual(bits, samples, known.Length);
                Predict(samples, known, 0);
                break;
            case >= Linear:
                ReadLinear(bits, samples, kind - Linear + 1, depth);
                break;
            default:
                throw new FlacFault("a channel has an unknown coding");
        }

        if (wasted == 0)
            return;
        foreach (ref long sample in samples)
            sample <<= wasted;
    }

    private static void ReadLinear(FlacBits bits, Span<long> samples, int order, int depth)
    {
        ReadFirst(bits, samples, order, depth);
        int precision = (int)bits.Read(4) + 1,
            shift = (int)bits.ReadSigned(5);
        if (precision == 16 || shift < 0)
            throw new FlacFault("a prediction has an invalid header");
        Span<int> coefficients = stackalloc int[MostOrder];
        foreach (ref int coefficient in coefficients[..order])
            coefficient = (int)bits.ReadSigned(precision);
        ReadResidual(bits, samples, order);
        Predict(samples, coefficients[..order], shift);
    }

    private static void ReadFirst(FlacBits bits, Span<long> samples, int count, int depth)
    {
        if (count > samples.Length)
            throw new FlacFault("a prediction needs more samples than there are");
        for (int i = 0; i < count; i++)
            samples[i] = bits.ReadSigned(depth);
    }

    /// <summary>Adds the prediction from the preceding samples to each residual.</summary>
    private static void Predict(Span<long> samples, ReadOnlySpan<int> coefficients, int shift)
    {
        int order = coefficients.Length;
        for (int i = order; i < samples.Length; i++)
        {
            ReadOnlySpan<long> before = samples.Slice(i - order, order);
            long sum = 0;
            for (int j = 0; j < coefficients.Length; j++)
                sum += coefficients[j] * before[before.Length - 1 - j];
            samples[i] += sum >> shift;
        }
    }

    /// <summary>Reads the partitioned Rice code, with a parameter for each partition (RFC 9639, 9.2.7).</summary>
    private static void ReadResidual(FlacBits bits, Span<long> samples, int order)
    {
        uint method = bits.Read(2);
        if (method > 1)
            throw new FlacFault("residuals have an unknown coding");
        int width = method == 0 ? 4 : 5,
            escape = (1 << width) - 1,
            parts = 1 << (int)bits.Read(4),
            length = samples.Length / parts;
        if (length * parts != samples.Length || length < order)
            throw new FlacFault("residuals are divided into parts that do not fit");
        for (int part = 0, at = order; part < parts; part++)
        {
            int parameter = (int)bits.Read(width),
                end = (part + 1) * length;
            if (parameter == escape)
            {
                int plain = (int)bits.Read(5);
                for (; at < end; at++)
                    samples[at] = bits.ReadSigned(plain);
                continue;
            }

            for (; at < end; at++)
            {
                ulong folded = ((ulong)bits.ReadUnary() << parameter) | bits.Read(parameter);
                samples[at] = (long)(folded >> 1) ^ -(long)(folded & 1);
            }
        }
    }
}
