using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class WavWriterTests
{
    [Fact]
    public void Sixteen_bits_are_rounded_and_cut_off_at_full_scale()
    {
        float[] samples =
        [
            0,
            1,
            -1,
            1.0001f,
            -1.0001f,
            9,
            0.5f,
            0.49999f / 32768,
            0.50001f / 32768,
            -0.50001f / 32768,
            32767.4f / 32768,
        ];
        using MemoryStream stream = new();

        Assert.Equal(3, WavWriter.Write(stream, new Sound([samples], 16_000)));
        Assert.Equal(
            SoundBytes.Riff(
                SoundBytes.Format(1, 1, 16_000, 16),
                [.. ((int[])[0, 32_767, -32_768, 32_767, -32_768, 32_767, 16_384, 0, 1, -1, 32_767]).SelectMany(SoundBytes.Two)]
            ),
            stream.ToArray()
        );
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public void What_is_written_is_read_back(int channels)
    {
        const int Length = 40_001;
        float[][] made =
        [
            .. SoundBytes.Tones(8000, channels, Length).Select(tone => tone.Select(value => (float)(3 * value)).ToArray()),
        ];
        foreach (WavSamples kind in Enum.GetValues<WavSamples>())
        {
            using MemoryStream stream = new(),
                other = new();
            long clipped = WavWriter.Write(stream, new Sound(made, 8000), kind);
            WavWriter pieces = new(other, channels, 8000, Length, kind);
            foreach (Range piece in new[] { ..1, 1..17_000, 17_000..17_000, 17_000.. })
                pieces.Append(new Sound([.. made.Select(channel => channel[piece])], 8000));
            pieces.Complete();
            Assert.Equal(clipped, pieces.Clipped);
            Assert.Equal(stream.ToArray(), other.ToArray());
            int header = kind == WavSamples.Int16 ? (channels > 2 ? 80 : 44) : (channels > 2 ? 80 : 58);
            Assert.Equal(header + (Length * channels * (kind == WavSamples.Int16 ? 2 : 4)), stream.Length);

            (Sound sound, SoundFacts facts) = SoundBytes.Decode(stream.ToArray());

            Assert.Equal((8000, channels, Length), (sound.Rate, sound.Channels.Length, sound.Length));
            Assert.Equal((kind == WavSamples.Float32, false), (facts.HoldsFloats, facts.IsCutShort));
            Assert.Equal(
                kind == WavSamples.Float32 ? 0 : made.Sum(channel => channel.Count(value => Math.Abs(value) > 1)),
                clipped
            );
            for (int channel = 0; channel < channels; channel++)
            {
                if (kind == WavSamples.Float32)
                    Assert.Equal(made[channel], sound.Channels[channel]);
                else
                    Assert.True(
                        made[channel]
                            .Zip(sound.Channels[channel])
                            .All(pair => Math.Abs(Kept(pair.First) - pair.Second) <= 0.5001 / 32_768)
                    );
            }
        }
    }

    [Fact]
    public void What_was_read_with_16_bits_is_written_as_it_was()
    {
        byte[] file = SoundBytes.Wav(
            [
                [.. Enumerable.Range(-32_768, 65_536).Select(value => value / 32_768.0)],
            ],
            44_100,
            16
        );
        using MemoryStream stream = new();

        Assert.Equal(0, WavWriter.Write(stream, SoundBytes.Decode(file).Sound));
        Assert.Equal(file, stream.ToArray());
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Assert.Throws<ArgumentException>(() =>
            WavWriter.Write(
                new MemoryStream(),
                new Sound(
                    [
                        [0, float.NaN],
                    ],
                    8000
                )
            )
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new WavWriter(new MemoryStream(), 0, 8000, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WavWriter(new MemoryStream(), 1, 8000, -1));
        Assert.Throws<FigmentException>(() => new WavWriter(new MemoryStream(), 2, 8000, int.MaxValue));
        Assert.Throws<FigmentException>(() => new WavWriter(new MemoryStream(), 32, 8000, long.MaxValue));

        WavWriter file = new(new MemoryStream(), 1, 8000, 3);
        Assert.Throws<ArgumentException>(() =>
            file.Append(
                new Sound(
                    [
                        [0],
                        [0],
                    ],
                    8000
                )
            )
        );
        Assert.Throws<ArgumentException>(() =>
            file.Append(
                new Sound(
                    [
                        [0],
                    ],
                    8001
                )
            )
        );
        file.Append(
            new Sound(
                [
                    [0, 0],
                ],
                8000
            )
        );
        Assert.Throws<InvalidOperationException>(file.Complete);
        for (int again = 0; again < 2; again++)
            Assert.Throws<InvalidOperationException>(() =>
                file.Append(
                    new Sound(
                        [
                            [0, 0],
                        ],
                        8000
                    )
                )
            );
        file.Append(
            new Sound(
                [
                    [0],
                ],
                8000
            )
        ); // what was refused is not counted
        file.Complete();
    }

    [Fact]
    public void A_header_tells_lengths_up_to_the_most_that_fits()
    {
        using MemoryStream stream = new();
        const long Most = (uint.MaxValue - 36L) / 4;
        _ = new WavWriter(stream, 2, 8000, Most);

        Assert.Equal(36 + (4 * Most), BitConverter.ToUInt32(stream.ToArray(), 4));
        Assert.Equal(4 * Most, BitConverter.ToUInt32(stream.ToArray(), 40));
        Assert.Throws<FigmentException>(() => new WavWriter(new MemoryStream(), 2, 8000, Most + 1));
    }

    private static float Kept(float sample) => Math.Clamp(sample, -1, 32_767 / 32_768f);
}
