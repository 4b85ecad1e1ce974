namespace Figment.Audio;

/// <summary>A frame, which holds some samples of every channel (RFC 9639, 9).</summary>
internal sealed class FlacFrame(FlacBits bits, FlacInfo info)
{
    private const int LeftSide = 8,
        SideRight = 9,
        MidSide = 10;
    private readonly long[][] channels = [.. Enumerable.Range(0, info.Channels).Select(_ => Array.Empty<long>())];

    /// <summary>The number of samples in each channel.</summary>
    internal int Length { get; private set; }

    /// <summary>The number of bits in a sample of this frame.</summary>
    internal int Bits { get; private set; }

    /// <summary>The samples of a channel.</summary>
    internal ReadOnlySpan<long> Channel(int channel) => channels[channel].AsSpan(0, Length);

    /// <summary>Reads the next frame.</summary>
    /// <exception cref="EndOfStreamException">The file ends inside the frame.</exception>
    /// <exception cref="FlacFault">The frame is damaged.</exception>
    internal void Read()
    {
        bits.Begin();
        int layout = ReadHeader();
        if ((layout < LeftSide ? layout + 1 : 2) != info.Channels)
            throw new FlacFault("the number of channels changes");
        for (int channel = 0; channel < info.Channels; channel++)
        {
            if (channels[channel].Length < Length)
                channels[channel] = new long[Length];
            bool isDifference =
                (layout == LeftSide && channel == 1)
                || (layout == SideRight && channel == 0)
                || (layout == MidSide && channel == 1);
            FlacSubframe.Read(bits, channels[channel].AsSpan(0, Length), isDifference ? Bits + 1 : Bits);
        }

        bits.Align();
        uint sum = Checksum.FlacFrame.Of(bits.Frame);
        if (bits.Read(16) != sum)
            throw new FlacFault("a checksum does not match");
        if (layout >= LeftSide)
            Undo(layout, channels[0].AsSpan(0, Length), channels[1].AsSpan(0, Length));
        foreach (long[] channel in channels)
        foreach (long sample in channel.AsSpan(0, Length))
            if (sample >> (Bits - 1) is not (0 or -1))
                throw new FlacFault("a sample exceeds its bit depth");
    }

    /// <returns>The layout of the channels.</returns>
    private int ReadHeader()
    {
        // 14 bits of sync code, a reserved zero bit, and the blocking strategy.
        if (bits.Read(15) != 0x7ffc)
            throw new FlacFault("a frame does not begin where the one before ends");
        bits.Read(1);
        int size = (int)bits.Read(4),
            rate = (int)bits.Read(4),
            layout = (int)bits.Read(4),
            depth = (int)bits.Read(3);
        if (bits.Read(1) != 0 || size == 0 || layout > MidSide || depth == 3 || rate == 15)
            throw new FlacFault("a frame has an invalid header");
        SkipNumber();
        Length = size switch
        {
            1 => 192,
            < 6 => 144 << size,
            6 => (int)bits.Read(8) + 1,
            7 => (int)bits.Read(16) + 1,
            _ => 1 << size,
        };
        bits.Read(
            rate switch
            {
                12 => 8,
                13 or 14 => 16,
                _ => 0,
            }
        );
        Bits = depth switch
        {
            0 => info.Bits,
            1 => 8,
            2 => 12,
            4 => 16,
            5 => 20,
            6 => 24,
            _ => 32,
        };
        uint sum = Checksum.FlacHeader.Of(bits.Frame);
        return bits.Read(8) == sum ? layout : throw new FlacFault("a checksum does not match");
    }

    /// <summary>Skips the number of the frame or of its first sample, which is coded like a UTF-8 character.</summary>
    private void SkipNumber()
    {
        uint first = bits.Read(8);
        if (first < 0x80)
            return;
        int more = 0;
        for (uint mask = 0x40; (first & mask) != 0; mask >>= 1)
            more++;
        if (more is 0 or > 6)
            throw new FlacFault("a frame has an invalid header");
        for (; more > 0; more--)
            if (bits.Read(8) >> 6 != 2)
                throw new FlacFault("a frame has an invalid header");
    }

    private static void Undo(int layout, Span<long> first, Span<long> second)
    {
        for (int i = 0; i < first.Length; i++)
        {
            if (layout == LeftSide)
                second[i] = first[i] - second[i];
            else if (layout == SideRight)
                first[i] += second[i];
            else
            {
                long sum = (first[i] << 1) | (second[i] & 1),
                    side = second[i];
                (first[i], second[i]) = ((sum + side) >> 1, (sum - side) >> 1);
            }
        }
    }
}

/// <summary>An error in a frame.</summary>
internal sealed class FlacFault(string reason) : Exception(reason);
