namespace Figment.Audio;

/// <summary>
/// A cyclic redundancy check with the highest bit first and the initial value 0, as in FLAC (RFC 9639, 9.1.8 and 9.3) and Ogg
/// (RFC 3533, 6).
/// </summary>
internal sealed class Checksum
{
    /// <summary>The polynomial x⁸ + x² + x + 1.</summary>
    internal static readonly Checksum FlacHeader = new(8, 0x07);

    /// <summary>The polynomial x¹⁶ + x¹⁵ + x² + 1.</summary>
    internal static readonly Checksum FlacFrame = new(16, 0x8005);

    /// <summary>The polynomial of Ethernet.</summary>
    internal static readonly Checksum Ogg = new(32, 0x04c11db7);

    private readonly uint[] table = new uint[256];
    private readonly int bits;

    private Checksum(int bits, uint polynomial)
    {
        this.bits = bits;
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i << 24;
            for (int bit = 0; bit < 8; bit++)
                value = (value << 1) ^ ((value >> 31) * (polynomial << (32 - bits)));
            table[i] = value;
        }
    }

    /// <summary>Computes the checksum of bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="before">The checksum of the bytes before them.</param>
    internal uint Of(ReadOnlySpan<byte> bytes, uint before = 0)
    {
        uint sum = before << (32 - bits);
        foreach (byte value in bytes)
            sum = (sum << 8) ^ table[(sum >> 24) ^ value];
        return sum >> (32 - bits);
    }
}
