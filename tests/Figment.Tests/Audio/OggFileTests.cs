using System.Buffers.Binary;
using System.Text;
using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class OggFileTests
{
    private static readonly byte[] Vorbis = SoundBytes.GoldenBytes("vorbis-44100-2.ogg"),
        Opus = SoundBytes.GoldenBytes("opus-48000-2.opus");

    [Fact]
    public void A_page_with_a_wrong_checksum_is_damage()
    {
        foreach (byte[] good in (byte[][])[Vorbis, Opus])
        {
            byte[] file = [.. good];
            file[^5] ^= 1;
            Assert.Equal("it is damaged at 0 s: a checksum does not match", SoundBytes.Refusal(file));
        }
    }

    [Fact]
    public void A_page_that_is_missing_is_damage()
    {
        List<(int Start, int Length)> pages = SoundBytes.Pages(Vorbis);
        Assert.True(pages.Count >= 3);
        (int start, int length) = pages[1];

        Assert.Equal(
            "it is damaged at 0 s: a part is missing",
            SoundBytes.Refusal([.. Vorbis[..start], .. Vorbis[(start + length)..]])
        );
        Assert.Equal(
            "it is damaged at 0 s: a page does not begin where the one before ends",
            SoundBytes.Refusal([.. Vorbis[..start], 1, 2, 3, .. Vorbis[start..]])
        );
    }

    [Fact]
    public void Another_sound_in_the_same_file_is_not_read_and_said()
    {
        (Sound sound, SoundFacts facts) = SoundBytes.Decode([.. Vorbis, .. Vorbis]);

        Assert.True(facts.HoldsMore);
        Assert.Equal(SoundBytes.Decode(Vorbis).Sound.Channels[0], sound.Channels[0]);
    }

    [Fact]
    public void A_last_page_without_its_mark_is_the_end_all_the_same()
    {
        foreach (byte[] good in (byte[][])[Vorbis, Opus])
        {
            byte[] file = [.. good];
            file[SoundBytes.Pages(file)[^1].Start + 5] &= 3;
            (Sound sound, SoundFacts facts) = SoundBytes.Decode(SoundBytes.WithChecksums(file));

            Assert.False(facts.IsCutShort);
            Assert.InRange(sound.Length, SoundBytes.Decode(good).Sound.Length, SoundBytes.Decode(good).Sound.Length + 960);
            if (good == Vorbis)
                Assert.Equal(SoundBytes.Decode(good).Sound.Channels[0], sound.Channels[0]);
        }
    }

    [Fact]
    public void An_end_before_the_beginning_keeps_nobody_waiting()
    {
        foreach (long end in (long[])[1, 0, long.MaxValue, 1L << 40])
        {
            byte[] file = [.. Vorbis];
            BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(SoundBytes.Pages(file)[^1].Start + 6), end);
            file = SoundBytes.WithChecksums(file);

            if (end == 0)
                Assert.Equal("it has no samples", SoundBytes.Refusal(file));
            else
                Assert.InRange(SoundBytes.Decode(file).Sound.Length, 1, 12_000);
        }
    }

    [Fact]
    public void A_sound_among_streams_of_other_kinds_is_found()
    {
        (int start, int length) = SoundBytes.Pages(Vorbis)[0];
        byte[] other = [.. Vorbis[start..(start + length)]];
        Encoding.ASCII.GetBytes("Speex   ").CopyTo(other, 28); // the first packet is one piece
        other[14]++;

        Assert.Equal(
            SoundBytes.Decode(Vorbis).Sound.Channels[0],
            SoundBytes.Decode(SoundBytes.WithChecksums([.. other, .. Vorbis])).Sound.Channels[0]
        );
    }

    [Fact]
    public void The_gain_of_Opus_is_applied_and_what_precedes_the_sound_taken_off()
    {
        int head = 28; // the first packet
        byte[] louder = [.. Opus],
            later = [.. Opus];
        BinaryPrimitives.WriteInt16LittleEndian(louder.AsSpan(head + 16), 6 * 256);
        BinaryPrimitives.WriteUInt16LittleEndian(
            later.AsSpan(head + 10),
            (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(Opus.AsSpan(head + 10)) + 1000)
        );
        float[] plain = SoundBytes.Decode(Opus).Sound.Channels[0];

        Assert.All(
            SoundBytes.Decode(SoundBytes.WithChecksums(louder)).Sound.Channels[0].Zip(plain),
            pair => Assert.Equal(pair.Second * Math.Pow(10, 6 / 20.0), pair.First, 1e-5)
        );
        Assert.Equal(plain[1000..], SoundBytes.Decode(SoundBytes.WithChecksums(later)).Sound.Channels[0]);
    }

    [Fact]
    public void A_header_that_promises_code_books_without_end_costs_little()
    {
        byte[] file = SoundBytes.WithChecksums(
            Replace(Vorbis, [.. "\x05vorbis"u8], 8, [0x42, 0x43, 0x56, 0xff, 0xff, 0xff, 0xff, 0xff])
        );
        _ = SoundBytes.Refusal(file);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal("it is damaged at 0 s: its code books are larger than any encoder makes them", SoundBytes.Refusal(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Comments_of_any_number_are_not_made_room_for()
    {
        byte[] file = SoundBytes.WithChecksums(Replace(Vorbis, [.. "\x03vorbis"u8], 7, [0xff, 0xff, 0xff, 0x7f]));

        Assert.Equal(SoundBytes.Decode(Vorbis).Sound.Channels[0], SoundBytes.Decode(file).Sound.Channels[0]);
    }

    private static byte[] Replace(byte[] file, byte[] after, int by, byte[] with)
    {
        byte[] copy = [.. file];
        with.CopyTo(copy, copy.AsSpan().IndexOf(after) + by);
        return copy;
    }
}
