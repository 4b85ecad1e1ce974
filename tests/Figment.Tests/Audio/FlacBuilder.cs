namespace Figment.Tests.Audio;

/// <summary>Writes FLAC bit by bit (RFC 9639), including files that no encoder writes.</summary>
internal sealed class FlacBuilder
{
    private readonly List<byte> bytes = [];
    private int bitsInLast = 8,
        frame;

    public FlacBuilder(int rate = 8000, int channels = 1, int bits = 16, long length = 0, byte[]? md5 = null)
    {
        bytes.AddRange([.. "fLaC"u8, 0x80, 0, 0, 34, 0, 16, 0xff, 0xff, 0, 0, 0, 0, 0, 0]);
        Put(rate, 20).Put(channels - 1, 3).Put(bits - 1, 5).Put(length, 36);
        bytes.AddRange(md5 ?? new byte[16]);
    }

    /// <summary>A frame.</summary>
    /// <param name="size">Samples of each channel.</param>
    /// <param name="body">Writes the channels.</param>
    /// <param name="layout">0 for one channel, 1 for two, 8 to 10 for a difference channel.</param>
    /// <param name="depth">The code of the bit depth; 0 to use the header's.</param>
    /// <param name="isVariable">Whether block sizes vary.</param>
    public FlacBuilder Frame(int size, Action<FlacBuilder> body, int layout = 0, int depth = 0, bool isVariable = false)
    {
        int start = bytes.Count;
        Put(0x7ffc, 15)
            .Put(isVariable ? 1 : 0, 1)
            .Put(7, 4)
            .Put(0, 4)
            .Put(layout, 4)
            .Put(depth, 3)
            .Put(0, 1)
            .Put(frame++, 8)
            .Put(size - 1, 16);
        Put(Sum(start, 8, 0x07), 8);
        body(this);
        bitsInLast = 8;
        return Put(Sum(start, 16, 0x8005), 16);
    }

    /// <summary>A channel as it is.</summary>
    public FlacBuilder Verbatim(int bits, params long[] samples)
    {
        Put(0, 1).Put(1, 6).Put(0, 1);
        foreach (long sample in samples)
            Put(sample, bits);
        return this;
    }

    /// <summary>The lowest bits of a number, most significant first.</summary>
    public FlacBuilder Put(long value, int bits)
    {
        for (int i = bits - 1; i >= 0; i--)
        {
            if (bitsInLast == 8)
            {
                bytes.Add(0);
                bitsInLast = 0;
            }

            bytes[^1] |= (byte)(((value >> i) & 1) << (7 - bitsInLast++));
        }

        return this;
    }

    public byte[] ToArray() => [.. bytes];

    private long Sum(int start, int bits, int polynomial)
    {
        int sum = 0,
            mask = (1 << bits) - 1;
        for (int i = start; i < bytes.Count; i++)
        for (int bit = 7; bit >= 0; bit--)
        {
            int carry = ((sum >> (bits - 1)) ^ (bytes[i] >> bit)) & 1;
            sum = ((sum << 1) & mask) ^ (carry * polynomial);
        }

        return sum;
    }
}
