using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Selects sounds of a data set to listen to and to look at.</summary>
internal static class SoundPreview
{
    /// <summary>Returns up to <paramref name="count"/> sounds, from each class in turn.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="count">The maximum number of sounds.</param>
    internal static SoundSamples Preview(this SoundDataset data, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        return SoundSamples.Of(
            data.Sounds(tensor([.. data.InTurns(count).Select(item => (long)item.Index)], ScalarType.Int64)),
            data.Shape
        );
    }

    /// <summary>The indices of these sounds, with the class of each; −1 if there are no classes.</summary>
    internal static IReadOnlyList<(int Index, int Class)> InTurns(this SoundDataset data, int count)
    {
        byte[]? labels = data.ClassNumbers();
        return
        [
            .. Enumerable
                .Range(0, data.Count)
                .GroupBy(index => labels?[index] ?? -1)
                .SelectMany(group => group.Take(count).Select((index, turn) => (Index: index, Class: group.Key, Turn: turn)))
                .OrderBy(each => each.Turn)
                .ThenBy(each => each.Class)
                .Take(count)
                .Select(each => (each.Index, each.Class)),
        ];
    }
}
