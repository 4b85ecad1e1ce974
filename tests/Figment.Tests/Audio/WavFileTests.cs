using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class WavFileTests
{
    public static TheoryData<int, int, int, int> Matrix()
    {
        TheoryData<int, int, int, int> data = [];
        foreach ((int bits, int kind) in ((int, int)[])[(8, 1), (16, 1), (24, 1), (32, 1), (32, 3), (64, 3)])
        foreach (int rate in (int[])[8000, 11_025, 16_000, 44_100, 48_000, 96_000])
        foreach (int channels in (int[])[1, 2, 6])
            data.Add(bits, kind, rate, channels);
        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public void Each_depth_rate_and_number_of_channels_is_read(int bits, int kind, int rate, int channels)
    {
        double[][] tones = SoundBytes.Tones(rate, channels, 1000);
        foreach (bool isExtensible in (bool[])[false, true])
        {
            (Sound sound, SoundFacts facts) = SoundBytes.Decode(SoundBytes.Wav(tones, rate, bits, kind, isExtensible));

            Assert.Equal((rate, channels, 1000), (sound.Rate, sound.Channels.Length, sound.Length));
            Assert.Equal(
                ("WAV", bits, kind == 3, false, false),
                (facts.Format, facts.Bits, facts.HoldsFloats, facts.IsCutShort, facts.IsLimited)
            );
            Assert.Equal(1000.0 / rate, facts.Announced!.Value, 1e-9);
            double step = kind == 3 ? 1e-7 : Math.Max(1e-7, Math.Pow(2, -bits));
            for (int channel = 0; channel < channels; channel++)
            for (int i = 0; i < 1000; i++)
                Assert.True(Math.Abs(sound.Channels[channel][i] - tones[channel][i]) <= step * 1.001);
        }
    }

    [Fact]
    public void Full_scale_is_1_at_every_depth()
    {
        foreach (int bits in (int[])[8, 16, 24, 32])
            Assert.Equal(
                [-1, 0, (float)(1 - Math.Pow(2, 1 - bits))],
                SoundBytes
                    .Decode(
                        SoundBytes.Wav(
                            [
                                [-1, 0, 1 - Math.Pow(2, 1 - bits)],
                            ],
                            8000,
                            bits
                        )
                    )
                    .Sound.Channels[0]
            );
    }

    [Fact]
    public void Floats_louder_than_full_scale_stay_as_they_are()
    {
        Assert.Equal(
            [1.5f, -2],
            SoundBytes
                .Decode(
                    SoundBytes.Wav(
                        [
                            [1.5, -2],
                        ],
                        8000,
                        32,
                        kind: 3
                    )
                )
                .Sound.Channels[0]
        );
        Assert.Equal(
            "some of its samples are not numbers (NaN or infinity)",
            SoundBytes.Refusal(
                SoundBytes.Wav(
                    [
                        [0, double.NaN],
                    ],
                    8000,
                    64,
                    kind: 3
                )
            )
        );
    }

    [Fact]
    public void What_stands_before_the_samples_is_passed_over()
    {
        byte[] odd = [.. SoundBytes.Chunk("LIST", [1, 2, 3]), 0];

        Assert.Equal(
            3,
            SoundBytes
                .Decode(
                    SoundBytes.Wav(
                        [
                            [0, 0.5, 0],
                        ],
                        8000,
                        16,
                        before: odd
                    )
                )
                .Sound.Length
        );
    }

    [Theory]
    [InlineData(0xffffffffL)] // a program that wrote into a pipe
    [InlineData(0x7ffff000L)] // and another one
    public void A_length_that_was_not_known_is_up_to_the_end(long length)
    {
        byte[] file = SoundBytes.Riff(SoundBytes.Format(1, 1, 8000, 16), new byte[20], length: length);

        (Sound sound, SoundFacts facts) = SoundBytes.Decode(file);

        Assert.Equal((10, false, (double?)null), (sound.Length, facts.IsCutShort, facts.Announced));
    }

    [Fact]
    public void A_recorder_that_lost_its_power_leaves_a_length_of_0()
    {
        byte[] file = SoundBytes.Riff(SoundBytes.Format(1, 1, 8000, 16), new byte[20], length: 0);
        file.AsSpan(4, 4).Clear();

        Assert.Equal(10, SoundBytes.Decode(file).Sound.Length);
    }

    [Fact]
    public void Hostile_headers_are_refused_in_words_and_cost_nothing()
    {
        byte[] pcm = SoundBytes.Format(1, 2, 44_100, 16);
        (byte[] File, string Reason)[] cases =
        [
            (
                SoundBytes.Riff(SoundBytes.Format(1, 0, 44_100, 16), new byte[8]),
                "its header declares 0 channels; 1 to 32 are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(1, 65_535, 44_100, 16), new byte[8]),
                "its header declares 65,535 channels; 1 to 32 are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(1, 1, 0, 16), new byte[8]),
                "its header declares 0 samples per second; 1,000 to 768,000 are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(1, 1, uint.MaxValue, 16), new byte[8]),
                "its header declares 4,294,967,295 samples per second; 1,000 to 768,000 are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(1, 1, 44_100, 0), new byte[8]),
                "its samples are integers of 0 bits; only integers of 8 to 32 bits and floats of 32 or 64 bits are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(3, 1, 44_100, 16), new byte[8]),
                "its samples are floats of 16 bits; only integers of 8 to 32 bits and floats of 32 or 64 bits are supported"
            ),
            (
                SoundBytes.Riff(SoundBytes.Format(0x1234, 1, 44_100, 16), new byte[8]),
                "its samples are compressed by an unknown codec (0x1234), which is not read. Convert it to plain WAV or FLAC, "
                    + "for instance with ffmpeg -i FILE out.wav"
            ),
            (SoundBytes.Riff(pcm, []), "it has no samples"),
            (SoundBytes.Riff(pcm, [], length: 4_000_000), "it is cut short before its first sample"),
            (SoundBytes.Riff(pcm[..12], new byte[8]), "it is damaged: its description of the samples is too short"),
            (
                [.. "RIFF"u8, 9, 9, 9, 9, .. "WAVEdata"u8, 8, 0, 0, 0, .. new byte[8]],
                "it is damaged: its samples come before their description"
            ),
            ([.. "RIFF"u8, 9, 9, 9, 9, .. "WAVE"u8], "it is cut short before its first sample"),
        ];
        _ = SoundBytes.Decode(SoundBytes.Riff(pcm, new byte[8]));

        foreach ((byte[] file, string reason) in cases)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(reason, SoundBytes.Refusal(file));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }
}
