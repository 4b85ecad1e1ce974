namespace Figment.Diagnosis;

/// <summary>How near samples are to what is real, as the kind of data measures it.</summary>
/// <param name="IsNear">Whether they are not told apart at a glance; null where that is not known.</param>
/// <param name="Words">What was measured, in a sentence.</param>
/// <param name="Noise">By what part of itself the distance changes by chance from one look to the next.</param>
internal sealed record Nearness(bool? IsNear, Text Words, double Noise);
