using System.Globalization;

namespace Figment.Studio.Recordings;

/// <summary>A set of recordings that a model can learn from.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Words">Its classes.</param>
public sealed record RecordingSet(string Name, IReadOnlyList<RecordedWord> Words)
{
    /// <summary>The number of takes.</summary>
    internal int Takes => Words.Sum(word => word.Takes.Count);

    /// <summary>The class of the given name, as <see cref="ClassNames.Find"/> finds it; null if there is none.</summary>
    internal RecordedWord? Word(string name) =>
        ClassNames.Find(name, [.. Words.Select(word => word.Name)]) is int number ? Words[number] : null;

    /// <summary>Whether it still contains a take.</summary>
    internal bool Holds(KeptTake take) => take.Set == Name && Word(take.Word)?.Takes.Contains(take.File) == true;
}

/// <summary>One class of a set.</summary>
/// <param name="Name">The name of its folder.</param>
/// <param name="Takes">The names of its files, in the order in which they were recorded.</param>
public sealed record RecordedWord(string Name, IReadOnlyList<string> Takes)
{
    /// <summary>The file name of a take.</summary>
    internal static string TakeName(int number) => string.Create(CultureInfo.InvariantCulture, $"take-{number:D4}.wav");

    /// <summary>The number in such a file name.</summary>
    internal static int NumberOf(string take) => int.Parse(take["take-".Length..^".wav".Length], CultureInfo.InvariantCulture);
}

/// <summary>What a page says about a take that was stored.</summary>
/// <param name="Set">The name of the set on disk.</param>
/// <param name="Word">The name of the class on disk.</param>
/// <param name="File">The name of the file.</param>
/// <param name="Seconds">The length in seconds.</param>
/// <param name="Peak">The largest absolute sample value; 1 is full scale.</param>
internal sealed record KeptTake(string Set, string Word, string File, double Seconds, double Peak)
{
    private const double TooSoft = 0.02,
        TooLoud = 0.999;

    /// <summary>Whether it is too quiet to hear.</summary>
    internal bool IsSoft => Peak < TooSoft;

    /// <summary>Whether the recording is clipped.</summary>
    internal bool IsClipped => Peak >= TooLoud;
}
