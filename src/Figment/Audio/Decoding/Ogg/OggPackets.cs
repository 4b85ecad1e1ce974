namespace Figment.Audio;

/// <summary>A packet of a stream, joined from its segments.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="Granule">The granule position, if this is the last packet that ends on a page; otherwise null.</param>
/// <param name="IsLast">Whether it is the last packet of the stream.</param>
internal sealed record OggPacket(byte[] Bytes, long? Granule, bool IsLast);

/// <summary>The packets of one stream in an Ogg file.</summary>
internal sealed class OggPackets
{
    private readonly ByteSource source;
    private readonly uint serial;
    private readonly Queue<OggPacket> ready = new();
    private readonly List<byte> begun = [];
    private uint expected;
    private bool hasEnded;

    private OggPackets(ByteSource source, OggPage first)
    {
        (this.source, serial, expected, First) = (source, first.Serial, first.Number, first.Body);
        Take(first);
    }

    /// <summary>
    /// Whether the file ended inside a page or a packet. Some programs do not mark the last page, so a missing mark does not mean
    /// that the file was cut.
    /// </summary>
    internal bool IsCutShort { get; private set; }

    /// <summary>Finds the first stream with a known codec.</summary>
    /// <param name="source">A source at the beginning of the file.</param>
    /// <param name="isKnown">Whether to read a stream, judging by its first packet.</param>
    /// <param name="unknown">Receives the first packets of the other streams.</param>
    /// <returns>The packets; null if there is no such stream.</returns>
    /// <exception cref="OggFault">A page is damaged.</exception>
    internal static OggPackets? Find(ByteSource source, Func<ReadOnlySpan<byte>, bool> isKnown, List<byte[]> unknown)
    {
        // All streams of a file begin before any of them continues.
        while (OggPage.Read(source, out _) is { IsFirst: true } page)
        {
            if (isKnown(page.Body))
                return new OggPackets(source, page);
            unknown.Add(page.Body);
        }

        return null;
    }

    /// <summary>The first bytes of the stream.</summary>
    internal byte[] First { get; }

    /// <summary>Reads the next packet; null at the end.</summary>
    /// <exception cref="OggFault">A page is damaged or missing.</exception>
    internal OggPacket? Next()
    {
        while (ready.Count == 0 && !hasEnded)
        {
            OggPage? page = OggPage.Read(source, out bool isCut);
            if (page is null)
                (hasEnded, IsCutShort) = (true, isCut || begun.Count > 0);
            else if (page.Serial == serial)
                Take(page);
        }

        return ready.TryDequeue(out OggPacket? packet) ? packet : null;
    }

    /// <summary>Whether a stream of the same kind follows in the file.</summary>
    internal bool IsFollowed()
    {
        while (source.Has(1))
        {
            OggPage? page = OggPage.Read(source, out _);
            if (page is null || page.IsFirst)
                return page is not null;
        }

        return false;
    }

    private void Take(OggPage page)
    {
        if (page.Number != expected || page.GoesOn != begun.Count > 0)
            throw new OggFault("a part is missing");
        expected++;
        int at = 0,
            lastEnd = Array.FindLastIndex(page.Lengths, length => length < 255);
        for (int i = 0; i < page.Lengths.Length; i++)
        {
            begun.AddRange(page.Body.AsSpan(at, page.Lengths[i]));
            at += page.Lengths[i];
            if (page.Lengths[i] == 255)
                continue;
            ready.Enqueue(
                new OggPacket([.. begun], i == lastEnd && page.Granule >= 0 ? page.Granule : null, i == lastEnd && page.IsLast)
            );
            begun.Clear();
        }

        hasEnded = page.IsLast;
    }
}
