using NVorbis;
using NVorbis.Contracts;
using IPacketProvider = NVorbis.Contracts.IPacketProvider;

namespace Figment.Audio;

/// <summary>Packets as NVorbis takes them: some headers, then those of a stream.</summary>
/// <param name="packets">The stream, its headers taken.</param>
/// <param name="headers">What stands in their place.</param>
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

    /// <summary>How many samples there are up to the last page so far; null before one says it.</summary>
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

        // No times: an end before the beginning would keep the decoder for ever.
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
