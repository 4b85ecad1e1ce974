using System.Buffers.Binary;
using System.Numerics;

namespace Figment.Audio;

/// <summary>
/// Reads a FLAC frame bit by bit, the highest bit of a byte first. The bytes stay in the window of the source until the frame is
/// verified.
/// </summary>
internal sealed class FlacBits(ByteSource source)
{
    private const int MostBytes = 1 << 24; // the largest frame that STREAMINFO can declare

    private int at; // the index of the next byte in the window
    private ulong cache; // bits read ahead, the next one highest
    private int cached;

    /// <summary>The number of whole bytes read since the frame began.</summary>
    internal int Bytes => at - (cached / 8);

    /// <summary>The bytes read since the frame began.</summary>
    internal ReadOnlySpan<byte> Frame => source.Window[..Bytes];

    /// <summary>Begins a frame at the position of the source.</summary>
    internal void Begin() => (at, cache, cached) = (0, 0, 0);

    /// <summary>Reads an unsigned number of up to 32 bits.</summary>
    /// <exception cref="EndOfStreamException">The file ends too early.</exception>
    internal uint Read(int bits)
    {
        if (bits == 0)
            return 0;
        if (cached < bits)
            Fill(bits);
        uint value = (uint)(cache >> (64 - bits));
        Drop(bits);
        return value;
    }

    /// <summary>Reads a two's complement number of up to 33 bits.</summary>
    internal long ReadSigned(int bits)
    {
        if (bits == 0)
            return 0;
        if (bits > 32)
            return (ReadSigned(bits - 32) << 32) | Read(32);
        return ((long)Read(bits) << (64 - bits)) >> (64 - bits);
    }

    /// <summary>Counts zeros up to the next 1 bit, which it also reads.</summary>
    internal uint ReadUnary()
    {
        uint zeros = 0;
        while (cache == 0)
        {
            zeros += (uint)cached;
            (cache, cached) = (0, 0);
            Fill(1);
        }

        int more = BitOperations.LeadingZeroCount(cache);
        Drop(more + 1);
        return zeros + (uint)more;
    }

    /// <summary>Skips to the beginning of the next byte.</summary>
    internal void Align() => Drop(cached % 8);

    private void Drop(int bits)
    {
        cache = bits == 64 ? 0 : cache << bits;
        cached -= bits;
    }

    private void Fill(int bits)
    {
        while (true)
        {
            ReadOnlySpan<byte> window = source.Window;
            if (window.Length - at >= 8)
            {
                // As many whole bytes as fit. The bits below them are cleared, so that bits beyond the count are zero.
                int bytes = (64 - cached) / 8;
                if (bytes == 0)
                    return;
                ulong next = BinaryPrimitives.ReadUInt64BigEndian(window[at..]) >> (64 - (8 * bytes));
                cache |= next << (64 - cached - (8 * bytes));
                at += bytes;
                cached += 8 * bytes;
                return;
            }

            while (cached <= 56 && at < window.Length)
            {
                cache |= (ulong)window[at++] << (56 - cached);
                cached += 8;
            }

            if (cached >= bits)
                return;
            if (at >= MostBytes)
                throw new FlacFault("a frame does not end");
            if (!source.More())
                throw new EndOfStreamException();
        }
    }
}
