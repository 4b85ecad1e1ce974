using System.Globalization;
using System.Text.Json.Serialization;

namespace Figment.Audio;

/// <summary>The shape of one sound: all sounds of a data set are alike in it.</summary>
/// <param name="Channels">1 for mono, 2 for stereo.</param>
/// <param name="Length">Samples of each channel.</param>
/// <param name="Rate">Samples a second, in Hz.</param>
public readonly record struct SoundShape(int Channels, int Length, int Rate)
{
    /// <summary>Values of one sound: channels × length.</summary>
    [JsonIgnore]
    public int Size => Channels * Length;

    /// <summary>How long it lasts, in seconds.</summary>
    [JsonIgnore]
    public double Seconds => (double)Length / Rate;

    /// <summary>For instance <c>1.02 s at 16 kHz</c>, with <c>, stereo</c> for two channels.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds:0.##} s at {Rate / 1000.0:0.###} kHz{(Channels == 2 ? ", stereo" : "")}"
        );
}
