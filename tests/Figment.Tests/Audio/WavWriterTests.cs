using Figment.Audio;

namespace Figment.Tests.Audio;

public sealed class WavWriterTests
{
    [Fact]
    public void Sixteen_bits_are_rounded_and_cut_off_at_full_scale()
    {
        float[] samples = [0, 1, -1, 1.0001f, -1.0001f, 9, 0.5f, 0.49999f / 32768, 0.50001f / 32768, -0.50001f / 32768, 32767.4f / 32768];
        using MemoryStream stream = new();

        Assert.Equal(3, WavWriter.Write(stream, samples, 1, 16_000));
        Assert.Equal(
            SoundBytes.Riff(SoundBytes.Format(1, 1, 16_000, 16), [.. ((int[])[0, 32_767, -32_768, 32_767, -32_768, 32_767, 16_384, 0, 1, -1, 32_767]).SelectMany(SoundBytes.Two)]),
            stream.ToArray());
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
        float[][] made = [.. SoundBytes.Tones(8000, channels, Length).Select(tone => tone.Select(value => (float)(3 * value)).ToArray())];
        float[] interleaved = [.. Enumerable.Range(0, Length * channels).Select(i => made[i % channels][i / channels])];
        foreach (WavSamples kind in Enum.GetValues<WavSamples>())
        {
            using MemoryStream stream = new(), other = new();
            long clipped = WavWriter.Write(stream, new Sound(made, 8000), kind);
            Assert.Equal(clipped, WavWriter.Write(other, interleaved, channels, 8000, kind));
            Assert.Equal(stream.ToArray(), other.ToArray());
            int header = kind == WavSamples.Int16 ? (channels > 2 ? 80 : 44) : (channels > 2 ? 80 : 58);
            Assert.Equal(header + (Length * channels * (kind == WavSamples.Int16 ? 2 : 4)), stream.Length);

            (Sound sound, SoundFacts facts) = SoundBytes.Decode(stream.ToArray());

            Assert.Equal((8000, channels, Length, kind == WavSamples.Float32, false), (sound.Rate, sound.Channels.Length, sound.Length, facts.HoldsFloats, facts.IsCutShort));
            Assert.Equal(kind == WavSamples.Float32 ? 0 : made.Sum(channel => channel.Count(value => Math.Abs(value) > 1)), clipped);
            for (int channel = 0; channel < channels; channel++)
            {
                if (kind == WavSamples.Float32) Assert.Equal(made[channel], sound.Channels[channel]);
                else Assert.True(made[channel].Zip(sound.Channels[channel]).All(pair => Math.Abs(Math.Clamp(pair.First, -1, 32_767 / 32_768f) - pair.Second) <= 0.5001 / 32_768));
            }
        }
    }

    [Fact]
    public void What_was_read_with_16_bits_is_written_as_it_was()
    {
        byte[] file = SoundBytes.Wav([[.. Enumerable.Range(-32_768, 65_536).Select(value => value / 32_768.0)]], 44_100, 16);
        using MemoryStream stream = new();

        Assert.Equal(0, WavWriter.Write(stream, SoundBytes.Decode(file).Sound));
        Assert.Equal(file, stream.ToArray());
    }

    [Fact]
    public void What_cannot_be_written_is_refused()
    {
        Assert.Throws<ArgumentException>(() => WavWriter.Write(new MemoryStream(), [0, 0, 0], 2, 8000));
        Assert.Throws<ArgumentException>(() => WavWriter.Write(new MemoryStream(), [0, float.NaN], 2, 8000));
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.Write(new MemoryStream(), [0], 0, 8000));
    }
}
