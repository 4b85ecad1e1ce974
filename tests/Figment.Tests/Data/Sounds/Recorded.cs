using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Figment.Tests.Data.Sounds;

/// <summary>A folder of recordings and other files, also as a ZIP archive of the same. Files are written here, not by the library.</summary>
internal sealed class Recorded : IDisposable
{
    private readonly TemporaryFolder outer = new();

    public Recorded() => Directory.CreateDirectory(Root);

    /// <summary>The folder.</summary>
    public string Root => outer["data"];

    public string this[string name] => Path.Combine(Root, name);

    /// <summary>Both, the folder and what is packed of it now.</summary>
    public string[] Both()
    {
        string zip = outer["data.zip"];
        File.Delete(zip);
        ZipFile.CreateFromDirectory(Root, zip);
        return [Root, zip];
    }

    /// <summary>Adds recordings of half a second, each of another pitch.</summary>
    public Recorded Add(params string[] names)
    {
        foreach (string name in names)
        {
            double pitch = 200 + (name.Aggregate(7, (sum, c) => (sum * 31) + c) & 1023);
            Put(name, Wav(16_000, Tone(16_000, 0.5, pitch, 0.5)));
        }

        return this;
    }

    public Recorded Write(string name, string text) => Put(name, Encoding.UTF8.GetBytes(text));

    public Recorded Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllBytes(this[name], content);
        return this;
    }

    public void Dispose() => outer.Dispose();

    /// <summary>A tone that fades to a thousandth over its length.</summary>
    public static float[] Tone(int rate, double seconds, double pitch, double level) =>
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(level * Math.Pow(10, -3.0 * i / (seconds * rate)) * Math.Sin(2 * Math.PI * pitch * i / rate)))];

    /// <summary>A tone of one level.</summary>
    public static float[] Steady(int rate, double seconds, double pitch, double level) =>
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(level * Math.Sin(2 * Math.PI * pitch * i / rate)))];

    /// <summary>So many seconds of nothing.</summary>
    public static float[] Silence(int rate, double seconds) => new float[(int)(seconds * rate)];

    /// <summary>A WAV of 16 bits.</summary>
    public static byte[] Wav(int rate, params float[][] channels)
    {
        byte[] wav = new byte[44 + (2 * channels.Length * channels[0].Length)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), (short)channels.Length);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), rate * 2 * channels.Length);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), (short)(2 * channels.Length));
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), wav.Length - 44);
        int at = 44;
        for (int i = 0; i < channels[0].Length; i++)
            foreach (float[] channel in channels)
            {
                BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(at), (short)Math.Round(channel[i] * 32767));
                at += 2;
            }

        return wav;
    }
}
