using Figment.Tests.Audio;

namespace Figment.Tests.Data.Sounds;

/// <summary>
/// A folder of recordings of half a second, each with a different pitch. The files are written here, not by the library.
/// </summary>
internal sealed class Recorded : DataFolder<Recorded>
{
    /// <summary>A tone that fades to a thousandth over its length.</summary>
    public static float[] Tone(int rate, double seconds, double pitch, double level) =>
        [.. Steady(rate, seconds, pitch, level).Select((value, i) => (float)(value * Math.Pow(10, -3.0 * i / (seconds * rate))))];

    /// <summary>A tone of one level.</summary>
    public static float[] Steady(int rate, double seconds, double pitch, double level) =>
        [.. Enumerable.Range(0, (int)(seconds * rate)).Select(i => (float)(level * Math.Sin(2 * Math.PI * pitch * i / rate)))];

    /// <summary>Silence of the given length.</summary>
    public static float[] Silence(int rate, double seconds) => new float[(int)(seconds * rate)];

    /// <summary>A WAV of 16 bits.</summary>
    public static byte[] Wav(int rate, params float[][] channels)
    {
        using MemoryStream samples = new();
        for (int i = 0; i < channels[0].Length; i++)
            foreach (float[] channel in channels)
                samples.Write(SoundBytes.Two((int)Math.Round(channel[i] * 32767)));
        return SoundBytes.Riff(SoundBytes.Format(1, channels.Length, rate, 16), samples.ToArray());
    }

    protected override byte[] Make(int number) => Wav(16_000, Tone(16_000, 0.5, 200 + (number & 1023), 0.5));
}
