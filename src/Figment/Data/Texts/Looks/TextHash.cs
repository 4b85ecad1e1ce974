using System.Buffers.Binary;

namespace Figment.Data.Texts;

/// <summary>A 64-bit hash that identifies texts, the same in every process. It does not resist deliberate collisions.</summary>
internal static class TextHash
{
    private const ulong Odd = 0x9e3779b97f4a7c15;

    /// <summary>Hashes bytes.</summary>
    internal static ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong hash = (ulong)bytes.Length * Odd;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Mixed(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (byte value in bytes)
            hash = Mixed(hash ^ value);
        return hash;
    }

    /// <summary>Mixes the bits of a number (the last steps of SplitMix64).</summary>
    internal static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
        value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
        return value ^ (value >> 31) ^ Odd;
    }
}
