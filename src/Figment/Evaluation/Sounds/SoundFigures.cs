using System.Text.Json.Serialization;

namespace Figment.Evaluation.Sounds;

/// <summary>Figures that describe the audio properties of a number of sounds.</summary>
internal sealed record SoundFigures
{
    /// <summary>The number of sounds measured.</summary>
    public required int Count { get; init; }

    /// <summary>
    /// The share of inaudible sounds, 0 to 1; a sound is inaudible if its peak is below −50 dB of full scale. The figures below
    /// describe the other sounds.
    /// </summary>
    public required double Silent { get; init; }

    /// <summary>
    /// The share of clipped sounds, 0 to 1; a sound is clipped if three or more samples in a row are at full scale.
    /// </summary>
    public required double Clipped { get; init; }

    /// <summary>The root mean square level, in dB of full scale.</summary>
    public SoundFigure? Loudness { get; init; }

    /// <summary>The spectral centroid, in Hz: the mean frequency, weighted by power.</summary>
    public SoundFigure? Centroid { get; init; }

    /// <summary>The spectral roll-off, in Hz: The frequency below which 95% of the power lies.</summary>
    public SoundFigure? RollOff { get; init; }

    /// <summary>
    /// The spectral flatness, in dB: the geometric mean of the power spectrum divided by its arithmetic mean. It is computed in
    /// each of 16 bands of equal width (MPEG-7, ISO/IEC 15938-4, also uses bands), and the results are averaged, weighted by
    /// power. White noise has a value near 0, and a tone a value far below it.
    /// </summary>
    public SoundFigure? Flatness { get; init; }

    /// <summary>
    /// The level of the quietest tenth of a sound, in dB of full scale; levels below −60, which are inaudible, count as −60.
    /// </summary>
    public SoundFigure? Rest { get; init; }

    /// <summary>Whether the values are possible.</summary>
    [JsonIgnore]
    internal bool IsPossible => Count >= 1 && Silent is >= 0 and <= 1 && Clipped is >= 0 and <= 1;
}

/// <summary>One figure over several sounds.</summary>
/// <param name="Mean">The mean over the sounds.</param>
/// <param name="Deviation">The standard deviation from sound to sound.</param>
internal sealed record SoundFigure(double Mean, double Deviation)
{
    /// <summary>Combines the values of single sounds; null if there are none.</summary>
    internal static SoundFigure? Of(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
            return null;
        double mean = values.Average();
        return new SoundFigure(mean, Math.Sqrt(values.Average(value => (value - mean) * (value - mean))));
    }
}
