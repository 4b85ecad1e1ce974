using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Studio.Kinds;

namespace Figment.Studio.Train;

/// <summary>
/// What is to be known of sounds before one trains with them: each recording of a folder looked over, and what training would
/// learn from, found by doing what it does first.
/// </summary>
public sealed record SoundDataLook
{
    private const int MostHeard = 8;
    private const long MostBytes = 3 << 20; // a page carries them

    /// <summary>Every recording of it; null where it is no folder or archive.</summary>
    internal SoundCheck? Folder { get; private init; }

    /// <summary>How many sounds training would learn from.</summary>
    internal int Count { get; private init; }

    /// <summary>The shape of each.</summary>
    internal SoundShape Shape { get; private init; }

    /// <summary>Their classes; empty without labels.</summary>
    internal IReadOnlyList<(string Name, int Count)> Classes { get; private init; } = [];

    /// <summary>Some as training would hear them, of each class in turns: a WAV and a PNG of each.</summary>
    internal IReadOnlyList<(string Name, byte[] Wav, byte[] Png)> Heard { get; private init; } = [];

    /// <summary>What would be done to recordings, and what is left out.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>Why training would refuse them; null where it would not.</summary>
    internal string? Refusal { get; private init; }

    /// <summary>Whether there are so few that a model may learn them by heart.</summary>
    internal bool IsSmall { get; private init; }

    /// <summary>Whether some class is so rare that it will be learned badly.</summary>
    internal bool IsUnbalanced { get; private init; }

    /// <summary>Looks at sounds.</summary>
    /// <param name="source">A name or a path (<see cref="SoundSources.Open"/>).</param>
    /// <param name="options">What recordings become.</param>
    /// <param name="progress">Hears of every recording, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static SoundDataLook Of(
        string source,
        SoundOptions? options,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        SoundCheck? folder = null;
        try
        {
            if (SoundCheck.Takes(source))
                folder = SoundCheck.Of(source, options, progress, cancellationToken);
            using SoundDataset data = SoundSources.Open(source, DataPart.Train, options, progress, cancellationToken);
            int most = (int)Math.Clamp(MostBytes / (data.Shape.Size * sizeof(short)), 1, MostHeard);
            SoundSamples sounds = data.Preview(most);
            return new SoundDataLook
            {
                Folder = folder,
                Count = data.Count,
                Shape = data.Shape,
                Classes = [.. data.ClassNames.Zip(data.ClassCounts)],
                Heard =
                [
                    .. data.InTurns(most)
                        .Select((item, k) => (NameOf(data, item), SoundFace.Wav(sounds, k), SoundFace.Png(sounds, k))),
                ],
                Notes = data.Notes,
                IsSmall = data.IsSmall(),
                IsUnbalanced = data.IsUnbalanced(),
            };
        }
        catch (FigmentException e)
        {
            return new SoundDataLook
            {
                Folder = folder,
                Notes = folder?.LeftOut ?? [],
                Refusal = e.Message,
            };
        }
    }

    private static string NameOf(SoundDataset data, (int Index, int Class) item) =>
        item.Class >= 0 ? data.ClassNames[item.Class] : $"{item.Index + 1}";
}
