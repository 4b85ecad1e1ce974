using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Figment.Backend;

/// <summary>
/// Philox4x32-10 (J. Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3", 2011): a stateless function from a key and a
/// counter to four words. PyTorch and NumPy have it too.
/// </summary>
internal static class Philox
{
    // The paper's multipliers, and the Weyl increments of the key: the golden ratio and √3 − 1.
    private const uint M0 = 0xD2511F53,
        M1 = 0xCD9E8D57,
        W0 = 0x9E3779B9,
        W1 = 0xBB67AE85;

    /// <summary>Computes the four words of a counter.</summary>
    /// <param name="key">The key, which selects the function.</param>
    /// <param name="low">The lower half of the counter.</param>
    /// <param name="high">The upper half of the counter.</param>
    /// <param name="words">Receives the four words.</param>
    internal static void Words(ulong key, ulong low, ulong high, Span<uint> words)
    {
        (uint k0, uint k1) = ((uint)key, (uint)(key >> 32));
        (uint c0, uint c1, uint c2, uint c3) = ((uint)low, (uint)(low >> 32), (uint)high, (uint)(high >> 32));
        for (int round = 0; round < 10; round++)
        {
            ulong p0 = (ulong)M0 * c0,
                p1 = (ulong)M1 * c2;
            (c0, c1, c2, c3) = ((uint)(p1 >> 32) ^ c1 ^ k0, (uint)p1, (uint)(p0 >> 32) ^ c3 ^ k1, (uint)p0);
            k0 += W0;
            k1 += W1;
        }

        (words[0], words[1], words[2], words[3]) = (c0, c1, c2, c3);
    }

    /// <summary>The number of counters that <see cref="Block"/> handles at a time.</summary>
    internal const int Counters = 64;

    /// <summary>
    /// Computes the words of consecutive counters, several at a time if the processor can; the words are the same as those of
    /// <see cref="Words"/>. The method is fully optimised from its first call, because the first numbers that a training run
    /// draws are its weights, millions of them.
    /// </summary>
    /// <param name="key">The key, which selects the function.</param>
    /// <param name="low">The lower half of the first counter.</param>
    /// <param name="high">The upper half of all counters.</param>
    /// <param name="count">The number of counters, up to <see cref="Counters"/>.</param>
    /// <param name="words">
    /// A buffer of 4 · <see cref="Counters"/>: the first words of all counters, then the second ones, and so on; undefined beyond
    /// the count.
    /// </param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Block(ulong key, ulong low, ulong high, int count, Span<uint> words)
    {
        if (!Avx2.IsSupported)
        {
            Span<uint> four = stackalloc uint[4];
            for (int i = 0; i < count; i++)
            {
                Words(key, low + (ulong)i, high, four);
                for (int word = 0; word < 4; word++)
                    words[(word * Counters) + i] = four[word];
            }

            return;
        }

        for (int i = 0; i < count; i += 8)
        {
            // Eight counters in two vectors of four 64-bit lanes. The upper half of a lane does not matter: products use only
            // lower halves.
            Vector256<ulong> steps = Vector256.Create(0ul, 1, 2, 3) + Vector256.Create(low + (ulong)i),
                further = steps + Vector256.Create(4ul);
            (Vector256<ulong> a0, Vector256<ulong> b0) = (steps, further);
            (Vector256<ulong> a1, Vector256<ulong> b1) = (steps >>> 32, further >>> 32);
            Vector256<ulong> a2 = Vector256.Create(high),
                b2 = a2,
                a3 = a2 >>> 32,
                b3 = a3;
            (uint k0, uint k1) = ((uint)key, (uint)(key >> 32));
            Vector256<uint> m0 = Vector256.Create((ulong)M0).AsUInt32(),
                m1 = Vector256.Create((ulong)M1).AsUInt32();
            for (int round = 0; round < 10; round++)
            {
                Vector256<ulong> key0 = Vector256.Create((ulong)k0),
                    key1 = Vector256.Create((ulong)k1);
                Vector256<ulong> p = Avx2.Multiply(m0, a0.AsUInt32()),
                    q = Avx2.Multiply(m1, a2.AsUInt32());
                (a0, a1, a2, a3) = ((q >>> 32) ^ a1 ^ key0, q, (p >>> 32) ^ a3 ^ key1, p);
                p = Avx2.Multiply(m0, b0.AsUInt32());
                q = Avx2.Multiply(m1, b2.AsUInt32());
                (b0, b1, b2, b3) = ((q >>> 32) ^ b1 ^ key0, q, (p >>> 32) ^ b3 ^ key1, p);
                k0 += W0;
                k1 += W1;
            }

            Vector256.Narrow(a0, b0).CopyTo(words[i..]);
            Vector256.Narrow(a1, b1).CopyTo(words[(Counters + i)..]);
            Vector256.Narrow(a2, b2).CopyTo(words[((2 * Counters) + i)..]);
            Vector256.Narrow(a3, b3).CopyTo(words[((3 * Counters) + i)..]);
        }
    }

    /// <summary>
    /// Converts two words to an integer that is at least 0 and below a limit, uniform to within 2⁻⁶⁴ of the limit.
    /// </summary>
    internal static ulong Below(ulong limit, uint low, uint high) => Math.BigMul(low | ((ulong)high << 32), limit, out _);

    /// <summary>Converts the upper 24 bits of a word to a number from U(0, 1), at least 0 and below 1.</summary>
    internal static float Uniform(uint word) => (word >> 8) * (1f / (1 << 24));
}
