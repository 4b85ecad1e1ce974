namespace Figment.Audio;

/// <summary>A stream that is read forward, with a window of bytes that can be inspected before they are consumed.</summary>
internal sealed class ByteSource(Stream stream)
{
    private const int FirstRoom = 1 << 16;
    private byte[] buffer = new byte[FirstRoom];
    private int start,
        end;
    private bool hasEnded;

    /// <summary>The number of consumed bytes.</summary>
    internal long Position { get; private set; }

    /// <summary>The next bytes that have been read so far; valid until the next read.</summary>
    internal ReadOnlySpan<byte> Window => buffer.AsSpan(start, end - start);

    /// <summary>Reads more bytes and appends them to the window.</summary>
    /// <returns>False at the end of the stream.</returns>
    internal bool More()
    {
        if (hasEnded)
            return false;
        if (end == buffer.Length)
        {
            byte[] room = start >= buffer.Length / 2 ? buffer : new byte[checked(2 * buffer.Length)];
            buffer.AsSpan(start, end - start).CopyTo(room);
            (buffer, start, end) = (room, 0, end - start);
        }

        int read = stream.Read(buffer, end, buffer.Length - end);
        end += read;
        hasEnded = read == 0;
        return !hasEnded;
    }

    /// <summary>
    /// Whether at least <paramref name="count"/> more bytes are available; if so, they are in the window afterwards.
    /// </summary>
    internal bool Has(int count)
    {
        while (end - start < count)
            if (!More())
                return false;
        return true;
    }

    /// <summary>The next bytes, or fewer if the stream ends.</summary>
    internal ReadOnlySpan<byte> Peek(int count) => Has(count) ? Window[..count] : Window;

    /// <summary>Consumes bytes of the window.</summary>
    internal void Take(int count)
    {
        start += count;
        Position += count;
        if (start == end)
            start = end = 0;
    }

    /// <summary>Reads bytes until a buffer is full or the stream ends.</summary>
    /// <returns>The number of bytes read.</returns>
    internal int Read(Span<byte> bytes)
    {
        int done = 0;
        while (done < bytes.Length && Has(1))
        {
            int count = Math.Min(bytes.Length - done, end - start);
            Window[..count].CopyTo(bytes[done..]);
            Take(count);
            done += count;
        }

        return done;
    }

    /// <summary>Skips bytes.</summary>
    /// <returns>Whether that many bytes were available.</returns>
    internal bool Skip(long count)
    {
        while (count > 0 && Has(1))
        {
            int part = (int)Math.Min(count, end - start);
            Take(part);
            count -= part;
        }

        return count == 0;
    }
}
