namespace Figment.Diagnosis;

/// <summary>How close samples are to the real data, as measured for their kind of data.</summary>
/// <param name="IsNear">Whether samples are hard to tell from real ones at a glance; null if unknown.</param>
/// <param name="Words">The measurement, in a sentence.</param>
/// <param name="Noise">The relative random error of the distance between two evaluations of the same model.</param>
internal sealed record Nearness(bool? IsNear, Text Words, double Noise);
