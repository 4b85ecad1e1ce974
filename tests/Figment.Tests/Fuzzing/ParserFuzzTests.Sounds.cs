using Figment.Audio;
using Figment.Tests.Audio;

namespace Figment.Tests.Fuzzing;

/// <summary>
/// Sounds, of which at most one second is wanted: 32 channels of 768,000 samples are 94 MB, and half as much again while the
/// buffer is growing.
/// </summary>
public sealed partial class ParserFuzzTests
{
    private const int SoundMegabytes = 300;

    [Fact]
    public void Sounds_in_plain_numbers()
    {
        byte[][] good =
        [
            SoundBytes.Wav(SoundBytes.Tones(8000, 2, 50), 8000, 16),
            SoundBytes.Wav(SoundBytes.Tones(8000, 1, 50), 8000, 24, isExtensible: true, before: SoundBytes.Chunk("LIST", [1, 2])),
            SoundBytes.Wav(SoundBytes.Tones(8000, 1, 30), 8000, 32, kind: 3),
            .. Golden("alaw.wav", "mulaw.au", "sowt.aifc", "s24.aiff", "rf64.wav").Select(file => file[..300]),
        ];
        Fuzz("plain sounds", good, Hear, SoundMegabytes, part: 2);
    }

    [Fact]
    public void Flac() =>
        Fuzz(
            "FLAC",
            Golden(
                "flac-4.flac",
                "flac-8.flac",
                "flac-one.flac",
                "flac-left.flac",
                "flac-wasted.flac",
                "flac-silence.flac",
                "flac-stream.flac",
                "flac-blocks.flac"
            ),
            Hear,
            SoundMegabytes
        );

    [Fact]
    public void Ogg() =>
        Fuzz("Ogg", Golden("flac-ogg.oga", "opus-8000-1.opus", "vorbis-8000-1.ogg"), Hear, SoundMegabytes, part: 4);

    /// <summary>Checksums are recomputed, as an attacker would do, so that the damage reaches the decoders.</summary>
    [Fact]
    public void Ogg_with_right_checksums()
    {
        Fuzz("Vorbis", Golden("vorbis-8000-1.ogg", "vorbis-22050-2.ogg"), HearRepaired, SoundMegabytes, part: 20);
        Fuzz("Opus", Golden("opus-8000-1.opus", "opus-48000-2.opus"), HearRepaired, SoundMegabytes, part: 20);
        Fuzz("FLAC in Ogg", Golden("flac-ogg.oga"), HearRepaired, SoundMegabytes, part: 20);
    }

    /// <summary>Intact pages with damaged content, so that the damage reaches code books and frames.</summary>
    [Fact]
    public void Packets_of_Ogg()
    {
        foreach (string name in (string[])["vorbis-8000-1.ogg", "opus-8000-1.opus"])
        {
            byte[] whole = SoundBytes.GoldenBytes(name);
            List<(int Start, int Length)> pages =
            [
                .. SoundBytes
                    .Pages(whole)
                    .Select(page => (page.Start + 27 + whole[page.Start + 26], page.Length - 27 - whole[page.Start + 26])),
            ];
            byte[] bodies = [.. pages.SelectMany(page => whole.Skip(page.Start).Take(page.Length))];
            Fuzz(
                $"packets, {name}",
                [bodies],
                path => Hear(SoundBytes.WithChecksums(WithBodies(File.ReadAllBytes(path)))),
                SoundMegabytes,
                part: 20
            );

            byte[] WithBodies(byte[] damaged)
            {
                byte[] file = [.. whole];
                int at = 0;
                foreach ((int start, int length) in pages)
                {
                    int count = Math.Clamp(damaged.Length - at, 0, length);
                    damaged.AsSpan(at, count).CopyTo(file.AsSpan(start));
                    at += count;
                }

                return file;
            }
        }
    }

    [Fact]
    public void Mp3() =>
        Fuzz(
            "MP3",
            Golden("mp3-11025-1.mp3", "mp3-16000-2.mp3", "mp3-44100-1.mp3", "mp2-48000-2.mp2", "mp3-in.wav"),
            Hear,
            SoundMegabytes,
            part: 10
        );

    private static byte[][] Golden(params string[] names) => [.. names.Select(SoundBytes.GoldenBytes)];

    private static void Hear(string path) => Hear(File.ReadAllBytes(path));

    private static void HearRepaired(string path) => Hear(SoundBytes.WithChecksums(File.ReadAllBytes(path)));

    private static void Hear(byte[] file)
    {
        Sound sound = SoundBytes.Decode(file, mostSeconds: 1).Sound;
        Assert.All(sound.Channels, channel => Assert.Equal(sound.Length, channel.Length));
    }
}
