using System.Security.Cryptography;

namespace Figment.Data.Images;

/// <summary>The SHA-256, mean and standard deviation of pixels that arrive piece by piece.</summary>
internal sealed class PixelDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private const int Values = 256,
        Tables = 4,
        Most = 1 << 30; // so that no counter in a table overflows
    private readonly long[] counts = new long[Values];
    private readonly int[] tables = new int[Tables * Values];

    /// <summary>The mean and standard deviation of the added pixels, scaled to [0, 1].</summary>
    internal (double Mean, double Deviation) Statistics
    {
        get
        {
            double total = counts.Sum();
            double mean = counts.Select((count, value) => (double)count * value).Sum() / total;
            double variance = counts.Select((count, value) => count * (value - mean) * (value - mean)).Sum() / total;
            return (mean / 255, Math.Sqrt(variance) / 255);
        }
    }

    /// <summary>Adds pixels.</summary>
    internal void Add(ReadOnlySpan<byte> pixels)
    {
        hash.AppendData(pixels);
        for (; pixels.Length > 0; pixels = pixels[Math.Min(Most, pixels.Length)..])
            Count(pixels[..Math.Min(Most, pixels.Length)]);
    }

    /// <summary>
    /// Uses four counters side by side: most pixels of digits are 0, and incrementing the same counter twice in a row stalls.
    /// </summary>
    private void Count(ReadOnlySpan<byte> pixels)
    {
        Array.Clear(tables);
        int i = 0;
        for (; i <= pixels.Length - Tables; i += Tables)
        {
            tables[pixels[i]]++;
            tables[Values + pixels[i + 1]]++;
            tables[(2 * Values) + pixels[i + 2]]++;
            tables[(3 * Values) + pixels[i + 3]]++;
        }

        for (; i < pixels.Length; i++)
            tables[pixels[i]]++;
        for (int k = 0; k < tables.Length; k++)
            counts[k % Values] += tables[k];
    }

    /// <summary>
    /// Adds the labels if there are any, and returns the SHA-256 of everything in lower-case hexadecimal. The next pixels start a
    /// new digest.
    /// </summary>
    internal string Finish(ReadOnlySpan<byte> labels)
    {
        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Discards everything that was added.</summary>
    internal void Clear()
    {
        _ = hash.GetHashAndReset();
        Array.Clear(counts);
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
