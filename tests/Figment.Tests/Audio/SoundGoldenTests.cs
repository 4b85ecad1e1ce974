using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using Figment.Audio;

namespace Figment.Tests.Audio;

/// <summary>Files of other programs, and what those programs or NumPy say of them (tests/golden/sounds.py).</summary>
public sealed class SoundGoldenTests
{
    /// <summary>Files that are refused by name: the decoders get them wrong, or there is no decoder.</summary>
    private static readonly Dictionary<string, string> Refused = new()
    {
        ["mp3-8000-1.mp3"] = "it is MPEG audio with 8,000 samples a second, which is not read",
        ["vorbis-48000-6.ogg"] = "its channels are coded in several Vorbis submaps",
        ["speex.spx"] = "it is an Ogg file with Speex; only Vorbis, Opus and FLAC are supported",
        ["adpcm.wav"] = "its samples are compressed by Microsoft ADPCM",
        ["aac.m4a"] = "it is AAC in an MP4 container, which is not read",
    };

    private sealed record Entry(
        string File,
        int Rate,
        int Channels,
        int Length,
        int? Bits = null,
        string? Sha256 = null,
        double Tolerance = 0,
        int[]? Places = null,
        double[]? First = null,
        double[]? Last = null,
        double[]? Tones = null
    );

    public static TheoryData<string> Files => [.. Entries().Select(entry => entry.File)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_another_program_is_what_it_says_or_is_named(string name)
    {
        Entry entry = Entries().Single(entry => entry.File == name);
        if (Refused.TryGetValue(name, out string? reason))
        {
            Assert.StartsWith(reason, SoundBytes.Refusal(SoundBytes.GoldenBytes(name)), StringComparison.Ordinal);
            return;
        }

        (Sound sound, SoundFacts facts) = SoundDecoder.Decode(SoundBytes.Golden(name), 60);

        Assert.Equal((entry.Rate, entry.Channels), (sound.Rate, sound.Channels.Length));
        Assert.False(facts.IsCutShort || facts.IsLimited || facts.HoldsMore);
        if (entry.Sha256 is string sha256)
        {
            Assert.Equal((entry.Length, entry.Bits, sha256), (sound.Length, facts.Bits, Sha256(sound)));
            return;
        }

        bool isLate = name == "mp3-in.wav"; // whose encoder delay is recorded nowhere
        if (!isLate)
            Assert.Equal(entry.Length, sound.Length);
        AssertNear(entry.First!, entry.Places!, sound.Channels[0], entry.Tolerance);
        AssertNear(entry.Last!, entry.Places!, sound.Channels[^1], entry.Tolerance);
        for (int channel = 0; channel < sound.Channels.Length; channel++)
        {
            if (isLate || channel == 3 && name == "opus-48000-6.opus")
                continue; // low frequencies alone
            double[] levels = [.. entry.Tones!.Select(tone => SoundBytes.Level(sound.Channels[channel], sound.Rate, tone))];
            Assert.Equal(channel, Array.IndexOf(levels, levels.Max()));
            Assert.InRange(levels[channel], 0.2, 0.3);
        }
    }

    private static void AssertNear(double[] expected, int[] places, float[] actual, double tolerance)
    {
        Assert.All(
            places.Zip(expected),
            pair => Assert.InRange(actual[pair.First], pair.Second - tolerance, pair.Second + tolerance)
        );
    }

    private static string Sha256(Sound sound)
    {
        float[] interleaved = new float[sound.Length * sound.Channels.Length];
        for (int i = 0; i < interleaved.Length; i++)
            interleaved[i] = sound.Channels[i % sound.Channels.Length][i / sound.Channels.Length];
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes<float>(interleaved)));
    }

    private static Entry[] Entries() =>
        JsonSerializer.Deserialize<Entry[]>(Golden.Read("sounds.json"), JsonSerializerOptions.Web)!;
}
