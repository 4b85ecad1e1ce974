using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Studio.Kinds;
using Figment.Studio.Words;

namespace Figment.Studio.Train;

/// <summary>
/// The result of checking sounds before training: a check of every recording in a folder, and a description of what the model
/// would learn from. The description comes from carrying out the first stages of training.
/// </summary>
public sealed record SoundDataLook
{
    private const int MostHeard = 8;
    private const long MostBytes = 3 << 20; // a page contains them

    /// <summary>The check of every recording; null if the data is not a folder or archive.</summary>
    internal SoundCheck? Folder { get; private init; }

    /// <summary>The number of sounds that training would use.</summary>
    internal int Count { get; private init; }

    /// <summary>The shape of each sound.</summary>
    internal SoundShape Shape { get; private init; }

    /// <summary>Their classes; empty without labels.</summary>
    internal IReadOnlyList<(string Name, int Count)> Classes { get; private init; } = [];

    /// <summary>Some sounds as training would hear them, cycling through the classes: a WAV and a PNG of each.</summary>
    internal IReadOnlyList<(string Name, byte[] Wav, byte[] Png)> Heard { get; private init; } = [];

    /// <summary>Notes on how recordings would be prepared, and what would be skipped.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>Why training would reject them; null if it would not.</summary>
    internal Text? Refusal { get; private init; }

    /// <summary>Whether there are so few sounds that a model may memorise them.</summary>
    internal bool IsSmall { get; private init; }

    /// <summary>Whether a class is so rare that the model will not learn it well.</summary>
    internal bool IsUnbalanced { get; private init; }

    /// <summary>Checks sounds.</summary>
    /// <param name="source">A name or a path (<see cref="SoundSources.Open"/>).</param>
    /// <param name="options">How to read recordings.</param>
    /// <param name="progress">Receives the progress of every recording, on any thread.</param>
    /// <param name="cancellationToken">Stops the check.</param>
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
                Refusal = ErrorTexts.Of(e),
            };
        }
    }

    private static string NameOf(SoundDataset data, (int Index, int Class) item) =>
        item.Class >= 0 ? data.ClassNames[item.Class] : $"{item.Index + 1}";
}
