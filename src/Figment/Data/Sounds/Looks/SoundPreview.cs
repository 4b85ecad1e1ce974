using TorchSharp;
using static TorchSharp.torch;

namespace Figment.Data.Sounds;

/// <summary>Some of the sounds of a data set, to listen to and to look at.</summary>
internal static class SoundPreview
{
    /// <summary>So many, each class in turns.</summary>
    /// <param name="data">The data.</param>
    /// <param name="count">How many at most.</param>
    internal static SoundSamples Preview(this SoundDataset data, int count)
    {
        using DisposeScope scope = NewDisposeScope();
        byte[]? labels = data.Labels?.cpu().data<byte>().ToArray();
        IEnumerable<int> all = Enumerable.Range(0, data.Count);
        IEnumerable<int> turns = labels is null ? all
            : all.GroupBy(index => labels[index]).SelectMany(group => group.Take(count).Select((index, turn) => (index, turn, group.Key)))
                .OrderBy(each => each.turn).ThenBy(each => each.Key).Select(each => each.index);
        return SoundSamples.Of(data.Sounds(tensor([.. turns.Take(count).Select(index => (long)index)], ScalarType.Int64)), data.Shape);
    }
}
