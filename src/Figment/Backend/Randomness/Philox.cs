namespace Figment.Backend;

/// <summary>
/// Philox4x32-10 (J. Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011): a function from a key and a counter to
/// four words, with no state. PyTorch and NumPy have it too.
/// </summary>
internal static class Philox
{
    // The paper's multipliers, and Weyl's steps of the key: the golden ratio and √3 − 1.
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57, W0 = 0x9E3779B9, W1 = 0xBB67AE85;

    /// <summary>The four words of a counter.</summary>
    /// <param name="key">Chooses the function.</param>
    /// <param name="low">The counter's lower half.</param>
    /// <param name="high">The counter's upper half.</param>
    /// <param name="words">Where the words go; four.</param>
    internal static void Words(ulong key, ulong low, ulong high, Span<uint> words)
    {
        (uint k0, uint k1) = ((uint)key, (uint)(key >> 32));
        (uint c0, uint c1, uint c2, uint c3) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0, p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }

        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }

    /// <summary>A whole number from 0 to below a limit, of two words; all are as likely, to 2⁻⁶⁴ of the limit.</summary>
    internal static ulong Below(ulong limit, ReadOnlySpan<uint> words) =>
        Math.BigMul(words[0] | ((ulong)words[1] << 32), limit, out _);

    /// <summary>A number of U(0, 1), at least 0 and below 1, of a word's upper 24 bits.</summary>
    internal static float Uniform(uint word) => (word >> 8) * (1f / (1 << 24));
}
