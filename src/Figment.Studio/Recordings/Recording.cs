using System.Globalization;

namespace Figment.Studio.Recordings;

/// <summary>A set of recordings: what a model can learn from.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Words">Its classes.</param>
public sealed record RecordingSet(string Name, IReadOnlyList<RecordedWord> Words)
{
    /// <summary>How many takes it has.</summary>
    internal int Takes => Words.Sum(word => word.Takes.Count);

    /// <summary>The class of that name, as <see cref="ClassNames.Find"/> finds it; null where there is none.</summary>
    internal RecordedWord? Word(string name) =>
        ClassNames.Find(name, [.. Words.Select(word => word.Name)]) is int number ? Words[number] : null;

    /// <summary>Whether a take is still in it.</summary>
    internal bool Holds(KeptTake take) => take.Set == Name && Word(take.Word)?.Takes.Contains(take.File) == true;
}

/// <summary>One class of a set.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Takes">The names of its files, in the order in which they were recorded.</param>
public sealed record RecordedWord(string Name, IReadOnlyList<string> Takes)
{
    /// <summary>The name of a take's file.</summary>
    internal static string TakeName(int number) => string.Create(CultureInfo.InvariantCulture, $"take-{number:D4}.wav");

    /// <summary>The number in such a name.</summary>
    internal static int NumberOf(string take) => int.Parse(take["take-".Length..^".wav".Length], CultureInfo.InvariantCulture);
}

/// <summary>What is to be said of a take that was kept.</summary>
/// <param name="Set">The set that it is in, as it is called on disk.</param>
/// <param name="Word">The class, likewise.</param>
/// <param name="File">Its name.</param>
/// <param name="Seconds">How long it is.</param>
/// <param name="Peak">Its largest sample's size; 1 is full scale.</param>
internal sealed record KeptTake(string Set, string Word, string File, double Seconds, double Peak)
{
    private const double TooSoft = 0.02,
        TooLoud = 0.999;

    /// <summary>Whether hardly anything is heard.</summary>
    internal bool IsSoft => Peak < TooSoft;

    /// <summary>Whether the microphone could not follow.</summary>
    internal bool IsClipped => Peak >= TooLoud;
}
