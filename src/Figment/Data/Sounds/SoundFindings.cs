namespace Figment.Data.Sounds;

/// <summary>Judges from the sounds how well a model can learn them.</summary>
internal static class SoundFindings
{
    private const int FewSounds = 500,
        MostImbalance = 10;

    /// <summary>Whether there are so few sounds (fewer than 500) that a model may memorise them.</summary>
    internal static bool IsSmall(this SoundDataset data) => data.Count < FewSounds;

    /// <summary>Whether some class has fewer than a tenth as many sounds as another, so that a model learns it badly.</summary>
    internal static bool IsUnbalanced(this SoundDataset data) =>
        data.ClassCounts.Count > 1 && data.ClassCounts.Max() > MostImbalance * data.ClassCounts.Min();
}
