using System.Buffers.Binary;

namespace Figment.Audio;

/// <summary>The description of the sound in a FLAC file (STREAMINFO; RFC 9639, 8.2).</summary>
/// <param name="Rate">The sample rate in Hz.</param>
/// <param name="Channels">The number of channels, 1 to 8.</param>
/// <param name="Bits">The number of bits in a sample, 4 to 32.</param>
/// <param name="Length">The number of samples in each channel; null if unknown.</param>
/// <param name="Digest">The MD5 of all samples; null if unknown.</param>
internal sealed record FlacInfo(int Rate, int Channels, int Bits, long? Length, byte[]? Digest)
{
    private const int Size = 34;

    /// <summary>Reads the metadata blocks before the first frame.</summary>
    /// <param name="source">A source at the first four letters of the file.</param>
    /// <exception cref="FileFormatException">The file is cut short or damaged.</exception>
    internal static FlacInfo Read(ByteSource source)
    {
        const int Information = 0,
            Forbidden = 127;
        source.Take(4);
        FlacInfo? info = null;
        Span<byte> head = stackalloc byte[4];
        while (true)
        {
            if (source.Read(head) < head.Length)
                throw new FileFormatException("it is cut short before its first sample");
            int kind = head[0] & 0x7f,
                length = (head[1] << 16) | (head[2] << 8) | head[3];
            if (kind == Forbidden || (info is null && (kind != Information || length < Size)))
                throw new FileFormatException("it is damaged: it does not begin with the description of its samples");
            info ??= source.Peek(Size) is { Length: Size } bytes ? Of(bytes) : null;
            if (!source.Skip(length))
                throw new FileFormatException("it is cut short before its first sample");
            if ((head[0] & 0x80) != 0)
                return info!; // the last one
        }
    }

    private static FlacInfo Of(ReadOnlySpan<byte> bytes)
    {
        ulong packed = BinaryPrimitives.ReadUInt64BigEndian(bytes[10..]); // 20 bits, 3, 5, 36
        long length = (long)(packed & 0xf_ffff_ffff);
        return new FlacInfo(
            (int)(packed >> 44),
            (int)((packed >> 41) & 7) + 1,
            (int)((packed >> 36) & 31) + 1,
            length == 0 ? null : length,
            bytes[18..Size].ContainsAnyExcept((byte)0) ? bytes[18..Size].ToArray() : null
        );
    }
}
