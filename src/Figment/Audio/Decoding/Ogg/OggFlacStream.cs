namespace Figment.Audio;

/// <summary>
/// Presents FLAC in Ogg as plain FLAC: the packets one after the other, without the Ogg mapping header in the first one (RFC
/// 9639, 10.1).
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
