using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Figment.Audio;

/// <summary>
/// Decodes FLAC (RFC 9639), for which there is no package. It verifies every checksum, and the MD5 of all samples if all are
/// read.
/// </summary>
internal static class FlacFile
{
    /// <summary>Decodes the samples.</summary>
    internal static void Decode(ByteSource source, SoundBuffer buffer)
    {
        FlacInfo info = FlacInfo.Read(source);
        buffer.Open(info.Channels, info.Rate);
        (buffer.Bits, buffer.Announced) = (info.Bits, info.Length);
        FlacBits bits = new(source);
        FlacFrame frame = new(bits, info);
        using FlacDigest? digest = info.Digest is null ? null : new FlacDigest(info);
        float[] samples = [];
        while (!buffer.IsFull)
        {
            if (buffer.Offered >= info.Length)
                break;
            if (!source.Has(1) || (info.Length is null && Id3Tags.AreNext(source)))
            {
                buffer.IsCutShort = info.Length is not null;
                break;
            }

            if (!Read(frame, buffer))
                return;
            if (samples.Length != frame.Length * info.Channels)
                samples = new float[frame.Length * info.Channels];
            Interleave(frame, info.Channels, samples);
            buffer.Append(samples);
            digest?.Add(frame);
            source.Take(bits.Bytes);
        }

        // The MD5 covers all samples, so it cannot be compared if fewer are read.
        if (!buffer.IsFull && !buffer.IsCutShort && digest is not null && !digest.Matches(info.Digest!))
            throw new FileFormatException("it is damaged: its samples do not match their MD5");
    }

    /// <returns>Whether there was a frame; otherwise the file is cut short.</returns>
    private static bool Read(FlacFrame frame, SoundBuffer buffer)
    {
        try
        {
            frame.Read();
            return true;
        }
        catch (EndOfStreamException)
        {
            buffer.IsCutShort = true;
            return false;
        }
        catch (FlacFault fault)
        {
            throw new FileFormatException($"it is damaged at {buffer.Place}: {fault.Message}", fault);
        }
    }

    private static void Interleave(FlacFrame frame, int channels, float[] samples)
    {
        double full = 1L << (frame.Bits - 1);
        for (int channel = 0; channel < channels; channel++)
        {
            ReadOnlySpan<long> values = frame.Channel(channel);
            for (int i = 0, at = channel; i < values.Length; i++, at += channels)
                samples[at] = (float)(values[i] / full);
        }
    }

    /// <summary>
    /// Computes the MD5 of interleaved samples, each in the fewest bytes that hold its bits, the lowest byte first.
    /// </summary>
    private sealed class FlacDigest(FlacInfo info) : IDisposable
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        private readonly int size = (info.Bits + 7) / 8;
        private byte[] bytes = [];

        internal void Add(FlacFrame frame)
        {
            int step = size * info.Channels,
                length = frame.Length * step;
            if (bytes.Length < length + 8)
                bytes = new byte[length + 8];

            // Each sample is first written as eight bytes; the next one overwrites the excess.
            for (int i = 0, at = 0; i < frame.Length; i++)
            for (int channel = 0; channel < info.Channels; channel++, at += size)
                BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(at), frame.Channel(channel)[i]);
            hash.AppendData(bytes, 0, length);
        }

        internal bool Matches(byte[] expected) => hash.GetHashAndReset().AsSpan().SequenceEqual(expected);

        public void Dispose() => hash.Dispose();
    }
}
