using System.Buffers.Binary;

namespace Figment.Tests.Cli;

/// <summary>What the commands say of sounds, and what they refuse.</summary>
public sealed class SoundDataCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SoundDataCommandTests()
    {
        foreach (
            (string name, double pitch) in new[]
            {
                ("low/1", 200.0),
                ("low/2", 220),
                ("low/3", 240),
                ("high/1", 900),
                ("high/2", 950),
            }
        )
            Put($"takes/{name}.wav", Wav(pitch, 0.5));
        Put("takes/low/copy.wav", Wav(200, 0.5));
        Put("takes/high/nothing.wav", Wav(200, 0));
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Data_tells_what_sounds_there_are_and_lets_one_see_and_hear_some()
    {
        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "takes");

        Assert.Equal(0, code);
        Assert.Contains("takes: 6 sounds of 0.38 s at 16 kHz\n", output, StringComparison.Ordinal);
        Assert.Contains("class low         4  66.7%", output, StringComparison.Ordinal);
        Assert.Contains("1 recording is silent and was left out: high/nothing.wav.", output, StringComparison.Ordinal);
        Assert.Contains(
            "samples: takes-samples.png to look at, takes-samples.wav to listen to",
            output,
            StringComparison.Ordinal
        );
        byte[] wav = File.ReadAllBytes(folder["takes-samples.wav"]);
        int pauses = 5 * (int)(0.15 * 16_000);
        Assert.Equal(44 + (2 * ((6 * 6144) + pauses)), wav.Length);
        Assert.Equal(wav.Length - 44, BinaryPrimitives.ReadInt32LittleEndian(wav.AsSpan(40)));
    }

    [Fact]
    public void Check_tells_what_is_wrong_and_what_training_would_do()
    {
        Put("takes/high/broken.wav", [.. "RIFF"u8]);

        (int code, string output, _) = CommandInside.Run(
            folder.Root,
            "data",
            "check",
            "takes",
            "--skip-broken",
            "--out",
            "page.png"
        );
        (int refused, string refusal, _) = CommandInside.Run(folder.Root, "data", "check", "takes");

        Assert.Equal((0, 1), (code, refused));
        Assert.Contains("takes: 8 recordings, 7 of them readable (7 WAV)", output, StringComparison.Ordinal);
        Assert.Contains("rates (1):\n  16 kHz: 7, for example high/1.wav", output, StringComparison.Ordinal);
        Assert.Contains("silent (1):\n  high/nothing.wav", output, StringComparison.Ordinal);
        Assert.Contains("unreadable (1):\n  high/broken.wav: ", output, StringComparison.Ordinal);
        Assert.Contains("identical samples (1):\n  low/1.wav = low/copy.wav", output, StringComparison.Ordinal);
        Assert.Contains("training would learn from 6 sounds of 0.38 s at 16 kHz in 2 classes", output, StringComparison.Ordinal);
        Assert.Contains("6 sounds are few", output, StringComparison.Ordinal);
        Assert.True(File.Exists(folder["page.png"]) && File.Exists(folder["page.wav"]));
        Assert.Contains(
            "training would reject this data: takes/high/broken.wav cannot be read as a sound",
            refusal,
            StringComparison.Ordinal
        );
        Assert.Contains("(--skip-broken)", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_sounds_are_checked_shown_and_named()
    {
        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "pack", "takes", "--rate", "8000");
        (int whole, string check, _) = CommandInside.Run(folder.Root, "data", "check", "takes.safetensors");

        Assert.Equal((0, 0), (code, whole));
        Assert.StartsWith("takes.safetensors: 6 sounds of 0.38 s at 8 kHz in 2 classes, ", output, StringComparison.Ordinal);
        Assert.Contains("Train with it: figment train flow --data takes.safetensors", output, StringComparison.Ordinal);
        Assert.StartsWith("takes.safetensors is intact: ", check, StringComparison.Ordinal);
        Assert.Contains("training would learn from 6 sounds of 0.38 s at 8 kHz in 2 classes", check, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(folder["takes.safetensors"]);
        bytes[^9] ^= 1;
        File.WriteAllBytes(folder["takes.safetensors"], bytes);
        Assert.Contains(
            "takes.safetensors is damaged: the SHA-256",
            CommandInside.Run(folder.Root, "data", "check", "takes.safetensors").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_array_needs_its_rate()
    {
        byte[] values =
        [
            .. Enumerable.Range(0, 3 * 4_096).SelectMany(i => BitConverter.GetBytes((short)(9_000 * Math.Sin(i * 0.1)))),
        ];
        File.WriteAllBytes(
            folder["beeps.npy"],
            [
                0x93,
                .. "NUMPY"u8,
                1,
                0,
                118,
                0,
                .. System.Text.Encoding.ASCII.GetBytes(
                    "{'descr': '<i2', 'fortran_order': False, 'shape': (3, 4096), }".PadRight(117) + "\n"
                ),
                .. values,
            ]
        );

        (int code, string output, _) = CommandInside.Run(folder.Root, "data", "check", "beeps.npy", "--rate", "16000");

        Assert.Equal(0, code);
        Assert.Contains("beeps.npy: 3 recordings, 3 of them readable (3 NumPy int16)", output, StringComparison.Ordinal);
        Assert.Contains(
            "training would learn from 3 sounds of 0.26 s at 16 kHz, without classes",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Give the rate (--rate 16000, for instance)",
            CommandInside.Run(folder.Root, "data", "beeps.npy").Error,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_is_for_other_data_or_not_possible_is_refused()
    {
        Assert.Contains(
            "--out needs a file that ends in .png",
            CommandInside.Run(folder.Root, "data", "takes", "--out", "x.wav").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Omit --test",
            CommandInside.Run(folder.Root, "data", "pack", "takes", "--test").Error,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "Rate, Length",
            CommandInside
                .Run(folder.Root, "data", "drums", "--rate", "8000")
                .Error.Replace("--rate", "Rate", StringComparison.Ordinal)
                .Replace("--length", "Length", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "is a single recording",
            CommandInside.Run(folder.Root, "data", "takes/low/1.wav").Error,
            StringComparison.Ordinal
        );
    }

    private void Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
        File.WriteAllBytes(folder[name], content);
    }

    /// <summary>A third of a second at 16 kHz that fades.</summary>
    private static byte[] Wav(double pitch, double level)
    {
        short[] samples =
        [
            .. Enumerable
                .Range(0, 5_333)
                .Select(i => (short)(32_767 * level * Math.Exp(-i / 1_000.0) * Math.Sin(2 * Math.PI * pitch * i / 16_000))),
        ];
        byte[] wav =
        [
            .. "RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0"u8,
            .. BitConverter.GetBytes(16_000),
            .. BitConverter.GetBytes(32_000),
            2,
            0,
            16,
            0,
            .. "data"u8,
            .. BitConverter.GetBytes(2 * samples.Length),
            .. samples.SelectMany(BitConverter.GetBytes),
        ];
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        return wav;
    }
}
