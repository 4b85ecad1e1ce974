using NLayer;

namespace Figment.Audio;

/// <summary>A frame of MPEG audio in the form that NLayer needs.</summary>
/// <param name="header">The header of the frame.</param>
/// <param name="bytes">All bytes of the frame.</param>
internal sealed class MpegFrame(MpegHeader header, byte[] bytes) : IMpegFrame
{
    private long at; // in bits

    public int SampleRate => header.Rate;

    public int SampleRateIndex => header.RateIndex;

    public int FrameLength => bytes.Length;

    public int BitRate => header.BitRate;

    public MpegVersion Version => header.Version;

    public MpegLayer Layer => header.Layer;

    public MpegChannelMode ChannelMode => header.Mode;

    public int ChannelModeExtension => header.Extension;

    public int SampleCount => header.Samples;

    public int BitRateIndex => header.BitRateIndex;

    public bool IsCopyrighted => (header.Bits & 8) != 0;

    public bool HasCrc => header.HasChecksum;

    public bool IsCorrupted => false;

    public void Reset() => at = 8 * (MpegHeader.Size + (header.HasChecksum ? 2 : 0));

    public int ReadBits(int bitCount)
    {
        if (at + bitCount > 8L * bytes.Length)
            throw new EndOfStreamException("a frame ends too early");
        int value = 0;
        while (bitCount > 0)
        {
            int inByte = (int)(at & 7),
                count = Math.Min(bitCount, 8 - inByte);
            value = (value << count) | ((bytes[at >> 3] >> (8 - inByte - count)) & ((1 << count) - 1));
            at += count;
            bitCount -= count;
        }

        return value;
    }
}
