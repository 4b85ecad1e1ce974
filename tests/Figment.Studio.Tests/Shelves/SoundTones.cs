using Figment.Audio;

namespace Figment.Studio.Tests.Shelves;

/// <summary>Recordings to learn from: tones of two pitches.</summary>
internal static class SoundTones
{
    internal const int Rate = 8_000;

    /// <summary>Writes a folder of two classes.</summary>
    internal static void Write(string folder, int ofEach = 6)
    {
        foreach ((string name, int hertz) in ((string, int)[])[("high", 1_200), ("low", 300)])
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            for (int k = 0; k < ofEach; k++)
                File.WriteAllBytes(Path.Combine(folder, name, $"{k}.wav"), Wav(hertz * (1 + (0.05 * k)), 0.25));
        }
    }

    /// <summary>A tone that fades, as a WAV file.</summary>
    internal static byte[] Wav(double hertz, double seconds, double loudness = 0.5)
    {
        float[] samples =
        [
            .. Enumerable
                .Range(0, (int)(seconds * Rate))
                .Select(i => (float)(loudness * Math.Exp(-i / (seconds * Rate / 4)) * Math.Sin(2 * Math.PI * hertz * i / Rate))),
        ];
        using MemoryStream file = new();
        WavWriter.Write(file, new Sound([samples], Rate));
        return file.ToArray();
    }
}
