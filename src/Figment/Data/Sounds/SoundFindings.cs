namespace Figment.Data.Sounds;

/// <summary>What may go wrong with sounds, seen before one trains with them.</summary>
internal static class SoundFindings
{
    private const int FewSounds = 500,
        MostImbalance = 10;

    /// <summary>Whether there are so few (below 500) that a model may learn them by heart.</summary>
    internal static bool IsSmall(this SoundDataset data) => data.Count < FewSounds;

    /// <summary>Whether some class has less than a tenth of another's sounds, so that it will be learned badly.</summary>
    internal static bool IsUnbalanced(this SoundDataset data) =>
        data.ClassCounts.Count > 1 && data.ClassCounts.Max() > MostImbalance * data.ClassCounts.Min();
}
