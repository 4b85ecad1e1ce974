using System.Security.Cryptography;

namespace Figment.Data;

/// <summary>SHA-256, mean and standard deviation of pixels that come piece by piece.</summary>
internal sealed class PixelDigest : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long[] counts = new long[256];

    /// <summary>Mean and standard deviation of what was added, scaled to [0, 1].</summary>
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
        foreach (byte value in pixels) counts[value]++;
    }

    /// <summary>Adds the labels where there are any. SHA-256 over all, lower-case hexadecimal; the next pixels begin anew.</summary>
    internal string Finish(ReadOnlySpan<byte> labels)
    {
        hash.AppendData(labels);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Forgets what was added.</summary>
    internal void Clear()
    {
        _ = hash.GetHashAndReset();
        Array.Clear(counts);
    }

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
