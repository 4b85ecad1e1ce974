using System.Text;
using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class SoundDecoderTests
{
    public static TheoryData<string> Whole =>
        [
            "flac-16.flac",
            "flac-ogg.oga",
            "vorbis-44100-2.ogg",
            "opus-48000-2.opus",
            "mp3-48000-2.mp3",
            "alaw.wav",
            "s24.aiff",
            "mulaw.au",
        ];

    [Theory]
    [MemberData(nameof(Whole))]
    public void What_precedes_the_end_of_a_cut_file_is_given_and_said(string name)
    {
        byte[] file = SoundBytes.GoldenBytes(name);
        Sound whole = SoundBytes.Decode(file).Sound;
        int samples = 0;
        foreach (double share in (double[])[0, 0.02, 0.3, 0.6, 0.8, 0.95])
        {
            byte[] cut = file[..(int)(share * file.Length)];
            try
            {
                (Sound sound, SoundFacts facts) = SoundBytes.Decode(cut);
                Assert.True(facts.IsCutShort);
                Assert.InRange(sound.Length, 1, whole.Length);
                samples = sound.Length;
                int same = sound.Length / 2; // the end of what is decoded depends on what would have followed
                Assert.Equal(whole.Channels[0][..same], sound.Channels[0][..same]);
            }
            catch (FileFormatException e)
            {
                Assert.Contains(
                    e.Message,
                    (string[])
                        [
                            "it is empty",
                            "it is cut short before its first sample",
                            $"its content is not a supported sound ({SoundFormat.Readable})",
                        ]
                );
                Assert.Equal(0, samples);
            }
        }

        // A page of Ogg is kept whole or not at all, and these files are of one page or two.
        if (
            !name.StartsWith("opus", StringComparison.Ordinal)
            && !name.EndsWith(".oga", StringComparison.Ordinal)
            && !name.StartsWith("vorbis", StringComparison.Ordinal)
            && name != "flac-16.flac"
        )
            Assert.InRange(samples, whole.Length / 2, whole.Length);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void What_was_not_asked_for_is_left_out_and_said(string name)
    {
        byte[] file = SoundBytes.GoldenBytes(name);
        Sound whole = SoundBytes.Decode(file).Sound;

        (Sound sound, SoundFacts facts) = SoundBytes.Decode(file, mostSeconds: 0.02);

        Assert.True(facts.IsLimited);
        Assert.False(facts.IsCutShort);
        Assert.Equal((int)Math.Ceiling(0.02 * whole.Rate), sound.Length);
        Assert.Equal(whole.Channels[0][..sound.Length], sound.Channels[0]);
        Assert.False(SoundBytes.Decode(file, whole.Seconds).Facts.IsLimited);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_stream_that_gives_a_byte_at_a_time_is_the_same_sound(string name)
    {
        byte[] file = SoundBytes.GoldenBytes(name);

        Assert.Equal(SoundBytes.Decode(file).Sound.Channels[^1], SoundDecoder.Decode(new Drops(file), 60).Sound.Channels[^1]);
    }

    [Fact]
    public void An_hour_costs_what_was_asked_for()
    {
        using Endless hour = new(SoundBytes.Riff(SoundBytes.Format(1, 1, 48_000, 16), [], length: 3600L * 48_000 * 2));
        (Sound sound, SoundFacts facts) = SoundDecoder.Decode(hour, 1);

        Assert.Equal((48_000, true, 3600.0), (sound.Length, facts.IsLimited, facts.Announced));
        Assert.InRange(hour.Given, 96_000, 300_000);
    }

    [Fact]
    public void The_content_tells_what_a_file_is_and_not_its_name()
    {
        using TemporaryFolder folder = new();
        File.Copy(SoundBytes.Golden("vorbis-8000-1.ogg"), folder["a.wav"]);
        File.WriteAllBytes(folder["b.mp3"], []);

        Assert.Equal("Ogg Vorbis", SoundDecoder.Decode(folder["a.wav"], 1).Facts.Format);
        Assert.Equal("it is empty", Assert.Throws<FileFormatException>(() => SoundDecoder.Decode(folder["b.mp3"], 1)).Message);
        Assert.Throws<FileNotFoundException>(() => SoundDecoder.Decode(folder["c.wav"], 1));
    }

    [Theory]
    [InlineData("MThd\0\0\0\x6", "it is MIDI, which is not read. It holds notes, not sound: render it to a WAV")]
    [InlineData(
        "wvpk....",
        "it is WavPack, which is not read. Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData(
        "....ftypM4A ",
        "it is AAC in an MP4 container, which is not read. Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData(
        "....ftypisom....mp4a",
        "it is AAC in an MP4 container, which is not read. Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData(
        "....ftypM4A ....alac",
        "it is ALAC in an MP4 container, which is not read. Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData(
        "....ftypmp42....avc1",
        "it is a video (MP4), which is not read. Save its sound alone, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData("....ftypheic", "it is a picture (HEIC or AVIF), which is not read")]
    [InlineData(
        "\xff\xf1\x50\x80",
        "it is AAC, which is not read. Convert it to WAV or FLAC, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData(
        "RIFF....AVI ",
        "it is a video (AVI), which is not read. Save its sound alone, for instance with ffmpeg -i FILE out.wav"
    )]
    [InlineData("PK\x3\x4....", "it is a ZIP archive, which is not read. Unpack it")]
    [InlineData(
        "\n<!DOCTYPE html><html>",
        "it is a web page, which is not read. Download the sound again: the server sent a page"
    )]
    [InlineData(
        "version https://git-lfs.github.com/spec/v1",
        "it is a pointer of Git LFS to a sound, which is not read. Fetch the files themselves with 'git lfs pull'"
    )]
    [InlineData("just some text", "its content is not a supported sound (WAV, FLAC, Ogg, MP3, AIFF or AU)")]
    [InlineData("\0\0\0\0\0\0\0\0", "its content is not a supported sound (WAV, FLAC, Ogg, MP3, AIFF or AU)")]
    [InlineData("ID3\x4\0\0\0\0\0\x2..", "it is cut short before its first sample")]
    public void What_is_no_sound_is_called_what_it_is(string content, string reason)
    {
        Assert.Equal(reason, SoundBytes.Refusal(Encoding.Latin1.GetBytes(content)));
    }

    [Theory]
    [InlineData("The bytes FF FE begin a text in UTF-16, and a frame of MPEG audio may begin so too.")]
    [InlineData("\n\nA line end makes a frame without a length of it.")]
    [InlineData("T")]
    public void A_text_in_UTF_16_is_no_MP3(string text)
    {
        foreach (string written in (string[])[text, string.Concat(Enumerable.Repeat(text + " \uffef\ufffe", 200))])
            Assert.StartsWith(
                "its content is not a supported sound",
                SoundBytes.Refusal([0xff, 0xfe, .. Encoding.Unicode.GetBytes(written)]),
                StringComparison.Ordinal
            );
    }

    [Fact]
    public void An_MP3_that_is_cut_inside_its_first_frame_is_called_cut()
    {
        byte[] file = SoundBytes.GoldenBytes("mp3-44100-1.mp3");
        int begin = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xfb]),
            length = MpegHeader.At(file.AsSpan(begin)).Length;

        foreach (int kept in (int[])[4, 100, length - 1])
            Assert.Equal("it is cut short before its first sample", SoundBytes.Refusal(file[begin..(begin + kept)]));
    }

    [Fact]
    public void A_frame_that_is_the_whole_file_is_an_MP3()
    {
        byte[] file = SoundBytes.GoldenBytes("mp2-48000-2.mp2");
        int second = file.AsSpan(4).IndexOf(file.AsSpan(0, 2)) + 4;

        Assert.Equal(1_152, SoundBytes.Decode(file[..second]).Sound.Length);
        Assert.Equal("it is cut short before its first sample", SoundBytes.Refusal(file[..(second - 1)]));
    }

    [Fact]
    public void One_sample_and_silence_are_sounds()
    {
        Assert.Equal(
            [0.25f],
            SoundBytes
                .Decode(
                    SoundBytes.Wav(
                        [
                            [0.25],
                        ],
                        8000,
                        16
                    )
                )
                .Sound.Channels[0]
        );
        Assert.Equal(new float[900], SoundDecoder.Decode(SoundBytes.Golden("flac-silence.flac"), 1).Sound.Channels[1]);
    }

    [Fact]
    public void An_MP3_with_a_picture_in_front_and_tags_behind_is_the_same_sound()
    {
        byte[] plain = SoundBytes.GoldenBytes("mp3-44100-1.mp3"),
            tag = new byte[128];
        "TAG"u8.CopyTo(tag);

        Assert.Equal(
            SoundBytes.Decode(plain).Sound.Channels[0],
            SoundBytes.Decode([.. "ID3\x04\0\0\0\x02\0\0"u8, .. new byte[1 << 15], .. plain, .. tag]).Sound.Channels[0]
        );
        Assert.Equal(
            SoundBytes.Decode(plain).Sound.Channels[0],
            SoundBytes.Decode([.. new byte[100], .. plain, .. new byte[512]]).Sound.Channels[0]
        );
    }

    [Fact]
    public void An_MP3_with_something_else_in_the_middle_is_damaged()
    {
        byte[] plain = SoundBytes.GoldenBytes("mp3-44100-1.mp3");

        Assert.Matches(
            @"^it is damaged at 0\.\d+ s: a frame does not begin where the one before ends$",
            SoundBytes.Refusal([.. plain[..2500], .. new byte[99], .. plain[2500..]])
        );
    }

    private sealed class Drops(byte[] content) : MemoryStream(content)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }

    /// <summary>A header, and silence for ever.</summary>
    private sealed class Endless(byte[] head) : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(byte[] buffer, int offset, int count)
        {
            for (int i = 0; i < count; i++)
                buffer[offset + i] = Given + i < head.Length ? head[Given + i] : (byte)0;
            Given += count;
            return count;
        }
    }
}
