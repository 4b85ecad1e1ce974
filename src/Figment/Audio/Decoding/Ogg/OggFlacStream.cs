namespace Figment.Audio;

/// <summary>
/// FLAC in Ogg as FLAC by itself: the packets one after the other, the first without what Ogg needs (RFC 9639, 10.1).
/// </summary>
internal sealed class OggFlacStream(OggPackets packets) : ForwardStream
{
    private const int Mapping = 9;
    private byte[]? rest;
    private int at;

    public override int Read(Span<byte> buffer)
    {
        while (rest is null || at == rest.Length)
        {
            bool isFirst = rest is null;
            if (packets.Next() is not OggPacket packet)
                return 0;
            (rest, at) = (packet.Bytes, isFirst ? Math.Min(Mapping, packet.Bytes.Length) : 0);
        }

        int count = Math.Min(buffer.Length, rest.Length - at);
        rest.AsSpan(at, count).CopyTo(buffer);
        at += count;
        return count;
    }
}
