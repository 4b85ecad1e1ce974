using System.Globalization;
using System.Text.Json.Serialization;

namespace Figment.Audio;

/// <summary>The shape of one sound, which all sounds of a data set share.</summary>
/// <param name="Channels">The number of channels: 1 for mono, 2 for stereo.</param>
/// <param name="Length">The number of samples in each channel.</param>
/// <param name="Rate">The sample rate in Hz.</param>
public readonly record struct SoundShape(int Channels, int Length, int Rate)
{
    /// <summary>The number of values in one sound: channels × length.</summary>
    [JsonIgnore]
    public int Size => Channels * Length;

    /// <summary>The length in seconds.</summary>
    [JsonIgnore]
    public double Seconds => (double)Length / Rate;

    /// <summary>
    /// Describes the shape, for instance <c>1.02 s at 16 kHz</c>, followed by <c>, stereo</c> for two channels.
    /// </summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Seconds:0.##} s at {Rate / 1000.0:0.###} kHz{(Channels == 2 ? ", stereo" : "")}"
        );
}
