using NVorbis;
using NVorbis.Contracts;
using IPacketProvider = NVorbis.Contracts.IPacketProvider;

namespace Figment.Audio;

/// <summary>Passes packets to NVorbis: first the given headers, then the packets of a stream.</summary>
/// <param name="packets">The stream after its headers.</param>
/// <param name="headers">The headers that replace those of the stream.</param>
internal sealed class VorbisPackets(OggPackets packets, params byte[][] headers) : IPacketProvider
{
    private int taken;
    private Packet? peeked;

    public bool CanSeek => false;

    public int StreamSerial => 0;

    public IPacket? PeekNextPacket() => peeked ??= Next();

    public IPacket? GetNextPacket()
    {
        Packet? next = peeked ?? Next();
        peeked = null;
        return next;
    }

    public long SeekTo(long granulePos, int preRoll, GetPacketGranuleCount getPacketGranuleCount) =>
        throw new NotSupportedException();

    public long GetGranuleCount() => throw new NotSupportedException();

    /// <summary>The number of samples up to the end of the last page read so far; null until a page gives it.</summary>
    internal long? End { get; private set; }

    /// <summary>Whether no packet follows.</summary>
    internal bool HasEnded { get; private set; }

    private Packet? Next()
    {
        if (taken < headers.Length)
            return new Packet(headers[taken++]);
        OggPacket? packet = packets.Next();
        HasEnded = packet is null or { IsLast: true };
        if (packet is null)
            return null;
        End = packet.Granule ?? End;

        // Granule positions are not passed on: an end before the beginning would put the decoder into an endless loop.
        return new Packet(packet.Bytes) { IsEndOfStream = packet.IsLast };
    }

    private sealed class Packet(byte[] bytes) : DataPacket
    {
        private int at;

        protected override int TotalBits => 8 * bytes.Length;

        public override void Reset()
        {
            at = 0;
            base.Reset();
        }

        protected override int ReadNextByte() => at < bytes.Length ? bytes[at++] : -1;
    }
}
