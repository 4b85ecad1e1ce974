using System.Globalization;

namespace Figment.Studio.Recordings;

/// <summary>A set of recordings: what a model can learn from.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Words">Its classes.</param>
internal sealed record RecordingSet(string Name, IReadOnlyList<RecordedWord> Words)
{
    /// <summary>How many takes it has.</summary>
    internal int Takes => Words.Sum(word => word.Takes.Count);

    /// <summary>The class of that name; null where there is none.</summary>
    internal RecordedWord? Word(string name) => Words.FirstOrDefault(word => word.Name == name);
}

/// <summary>One class of a set.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Takes">The names of its files, in the order in which they were recorded.</param>
internal sealed record RecordedWord(string Name, IReadOnlyList<string> Takes)
{
    /// <summary>The name of a take's file.</summary>
    internal static string TakeName(int number) => string.Create(CultureInfo.InvariantCulture, $"take-{number:D4}.wav");

    /// <summary>The number in such a name.</summary>
    internal static int NumberOf(string take) => int.Parse(take["take-".Length..^".wav".Length], CultureInfo.InvariantCulture);
}

/// <summary>What is to be said of a take that was kept.</summary>
/// <param name="File">Its name.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Peak">Its largest sample's size; 1 is full scale.</param>
internal sealed record KeptTake(string File, double Seconds, double Peak)
{
    private const double TooSoft = 0.02, TooLoud = 0.999;

    /// <summary>Whether hardly anything is heard.</summary>
    internal bool IsSoft => Peak < TooSoft;

    /// <summary>Whether the microphone could not follow.</summary>
    internal bool IsClipped => Peak >= TooLoud;
}
