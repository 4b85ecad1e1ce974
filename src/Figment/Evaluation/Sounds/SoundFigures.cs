using System.Text.Json.Serialization;

namespace Figment.Evaluation.Sounds;

/// <summary>How a number of sounds sound, in figures.</summary>
internal sealed record SoundFigures
{
    /// <summary>Sounds that were measured.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The share that nobody hears, 0 to 1: their peak is below −50 dB of full scale. The figures below are of the others.
    /// </summary>
    public required double Silent { get; init; }

    /// <summary>The share that is cut off, 0 to 1: three samples or more in a row stand at full scale.</summary>
    public required double Clipped { get; init; }

    /// <summary>The root of the mean square, in dB of full scale.</summary>
    public SoundFigure? Loudness { get; init; }

    /// <summary>The spectral centroid, in Hz: the mean frequency, by power.</summary>
    public SoundFigure? Centroid { get; init; }

    /// <summary>The roll-off, in Hz: below it lie 95% of the power.</summary>
    public SoundFigure? RollOff { get; init; }

    /// <summary>
    /// The spectral flatness, in dB: the geometric mean of the power spectrum by its arithmetic mean, in each of 16 bands of the
    /// same width (as MPEG-7, ISO/IEC 15938-4, has it in bands), averaged by their power. White noise is near 0, a tone far
    /// below.
    /// </summary>
    public SoundFigure? Flatness { get; init; }

    /// <summary>
    /// How loud the calmest tenth of a sound is, in dB of full scale; −60 and all below it, which nobody hears, is −60.
    /// </summary>
    public SoundFigure? Rest { get; init; }

    /// <summary>Whether what it says can be.</summary>
    [JsonIgnore]
    internal bool IsPossible => Count >= 1 && Silent is >= 0 and <= 1 && Clipped is >= 0 and <= 1;
}

/// <summary>A figure of several sounds.</summary>
/// <param name="Mean">On average.</param>
/// <param name="Deviation">The standard deviation from sound to sound.</param>
internal sealed record SoundFigure(double Mean, double Deviation)
{
    /// <summary>Of the figures of single sounds; null where there are none.</summary>
    internal static SoundFigure? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        double mean = values.Average();
        return new SoundFigure(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
