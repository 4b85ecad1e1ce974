using Figment.Audio;
using Figment.Data;
using Figment.Data.Sounds;
using Figment.Studio.Kinds;
using static TorchSharp.torch;

namespace Figment.Studio.Train;

/// <summary>What is to be known of sounds before one trains with them, found by doing what training does first.</summary>
public sealed record SoundDataLook
{
    private const int MostHeard = 8;
    private const long MostBytes = 3 << 20; // a page carries them

    /// <summary>How many sounds training would learn from.</summary>
    internal int Count { get; private init; }

    /// <summary>The shape of each.</summary>
    internal SoundShape Shape { get; private init; }

    /// <summary>Their classes; empty without labels.</summary>
    internal IReadOnlyList<(string Name, int Count)> Classes { get; private init; } = [];

    /// <summary>Some as training would hear and see them, of each class in turns: a WAV and a PNG of each.</summary>
    internal IReadOnlyList<(string Name, byte[] Wav, byte[] Png)> Heard { get; private init; } = [];

    /// <summary>What would be done to recordings, and what is left out.</summary>
    internal IReadOnlyList<Text> Notes { get; private init; } = [];

    /// <summary>Why training would refuse them; null where it would not.</summary>
    internal string? Refusal { get; private init; }

    /// <summary>Whether there are so few that a model learns them by heart.</summary>
    internal bool IsLittle => Count < 200;

    /// <summary>Looks at sounds.</summary>
    /// <param name="source">A name or a path (<see cref="SoundSources.Open"/>).</param>
    /// <param name="options">What recordings become.</param>
    /// <param name="progress">Hears of every recording, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static SoundDataLook Of(string source, SoundOptions? options, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            using SoundDataset data = SoundSources.Open(source, DataPart.Train, options, progress, cancellationToken);
            long[] some = Some(data, (int)Math.Clamp(MostBytes / (data.Shape.Size * sizeof(short)), 1, MostHeard));
            using TorchSharp.DisposeScope scope = NewDisposeScope();
            SoundSamples sounds = SoundSamples.Of(data.Sounds(tensor(some)), data.Shape);
            return new SoundDataLook
            {
                Count = data.Count,
                Shape = data.Shape,
                Classes = [.. data.ClassNames.Zip(data.ClassCounts)],
                Heard = [.. some.Select((item, k) => (NameOf(data, item), SoundFace.Wav(sounds, k), SoundFace.Png(data.Description.Grid, sounds, k)))],
                Notes = data.Notes,
            };
        }
        catch (FigmentException e)
        {
            return new SoundDataLook { Refusal = e.Message };
        }
    }

    /// <summary>The first sound of each class, then the second, and so on.</summary>
    private static long[] Some(SoundDataset data, int count)
    {
        byte[] labels = data.Labels is { } given ? given.cpu().data<byte>().ToArray() : new byte[data.Count];
        return [.. Enumerable.Range(0, data.Count).GroupBy(item => labels[item]).OrderBy(group => group.Key)
            .SelectMany(group => group.Select((item, turn) => (Item: item, Turn: turn))).OrderBy(entry => entry.Turn).Take(count).Select(entry => (long)entry.Item)];
    }

    private static string NameOf(SoundDataset data, long item) => data.Labels is { } labels ? data.ClassNames[labels[item].item<byte>()] : $"{item + 1}";
}
