using NLayer;

namespace Figment.Audio;

/// <summary>Decodes MPEG audio, layers I to III (MP3), with NLayer.</summary>
internal static class MpegFile
{
    private const int WrongRate = 8000; // at this rate, NLayer 3.0.1 uses the short blocks of other rates
    private const int DecoderDelay = 529; // the delay of every layer III decoder in samples (LAME's technical FAQ)

    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        MpegHeader first = FindFirst(source);
        buffer.Format = first.Layer switch
        {
            MpegLayer.LayerI => "MP1",
            MpegLayer.LayerII => "MP2",
            _ => "MP3",
        };
        buffer.Open(first.Channels, first.Rate);
        LayerThree decoder = new();
        float[] samples = new float[2 * 1152];
        bool isFirst = true;
        while (!buffer.IsFull)
        {
            MpegHeader header = MpegHeader.At(source.Peek(MpegHeader.Size));
            if (!header.Continues(first) || header.IsFree)
            {
                if (!HasEnded(source))
                    throw Damaged(buffer, "a frame does not begin where the one before ends");
                break;
            }

            if (header.Channels != first.Channels)
                throw Damaged(buffer, "the number of channels changes");
            if (!source.Has(header.Length))
            {
                buffer.IsCutShort = true;
                break;
            }

            byte[] frame = source.Window[..header.Length].ToArray();
            source.Take(header.Length);
            if (!isFirst || !MpegTag.Read(header, frame, buffer, DecoderDelay))
                Decode(decoder, new MpegFrame(header, frame), samples, buffer);
            isFirst = false;
        }

        if (!buffer.IsFull && buffer.Announced is long announced && buffer.Offered - buffer.Before < announced)
            buffer.IsCutShort = true;
    }

    private static void Decode(LayerThree decoder, MpegFrame frame, float[] samples, SoundBuffer buffer)
    {
        int count,
            all = frame.SampleCount * buffer.ChannelCount;
        try
        {
            count = decoder.Decode(frame, samples);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw Damaged(buffer, $"the decoder could not go on ({ShownText.Of(e.Message.TrimEnd('.'))})");
        }

        // The first frames may need data from before the file began. Missing samples become zeros, so these frames keep their
        // length.
        samples.AsSpan(Math.Min(count, all), all - Math.Min(count, all)).Clear();
        buffer.Append(samples.AsSpan(0, all));
    }

    private static MpegHeader FindFirst(ByteSource source)
    {
        int at;
        while ((at = MpegHeader.Find(source.Peek(SoundFormat.BytesToTell))) < 0)
        {
            if (!source.Has(SoundFormat.BytesToTell))
                throw new FileFormatException("it is cut short before its first sample");
            source.Take(SoundFormat.BytesToTell / 2);
        }

        source.Take(at);
        MpegHeader first = MpegHeader.At(source.Peek(MpegHeader.Size));
        if (first.IsFree)
            throw SoundFormat.Unread("its frames do not say how long they are (free format)");
        if (first.Rate == WrongRate)
            throw SoundFormat.Unread($"it is MPEG audio with {WrongRate:N0} samples a second");
        return first;
    }

    /// <summary>Whether no more sound follows: only tags, zeros that pad a disk block, or nothing at all.</summary>
    private static bool HasEnded(ByteSource source)
    {
        if (Id3Tags.AreNext(source))
            return true;
        while (source.Has(1))
        {
            if (source.Window.ContainsAnyExcept((byte)0))
                return source.Window.Length < MpegHeader.Size && !source.Has(MpegHeader.Size);
            source.Take(source.Window.Length);
        }

        return true;
    }

    private static FileFormatException Damaged(SoundBuffer buffer, OptionSentence how) =>
        new($"it is damaged at {buffer.Place}: {how}");
}
