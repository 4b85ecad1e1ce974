using System.Diagnostics.CodeAnalysis;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>Some items of a data set, as a model learns from them, on the training device.</summary>
/// <param name="items">[B, …]; of images [B, C, H, W], float32 in [0, 1].</param>
/// <param name="labels">[B], int64; null where the data has no labels.</param>
public sealed class Batch(Tensor items, Tensor? labels)
{
    /// <summary>[B, …]; of images [B, C, H, W], float32 in [0, 1].</summary>
    public Tensor Items { get; } = items;

    /// <summary>[B], int64; null where the data has no labels.</summary>
    public Tensor? Labels { get; } = labels;

    /// <summary>How many items the batch holds.</summary>
    public long Count => Items.shape[0];

    /// <summary>Which items of a larger batch these are, of which other processes have the rest.</summary>
    internal BatchShare Share
    {
        get => field ?? BatchShare.Alone((int)Count);
        init;
    }

    /// <summary>Where they begin in the batch that they were cut from; 0 of a whole one.</summary>
    internal int First { get; private init; }

    /// <summary>Whether it was learned from in the pieces that <see cref="Share"/> says.</summary>
    internal bool WasCut { get; set; }

    /// <summary>Some of these items, without a copy.</summary>
    /// <param name="cut">A part or a piece of <see cref="Share"/>.</param>
    internal Batch Of(BatchShare cut) =>
        new(Items.narrow(0, cut.First, cut.Count), Labels?.narrow(0, cut.First, cut.Count))
        {
            Share = cut,
            First = First + cut.First,
        };

    /// <summary>Of what the batch that these were cut from has for each item, what belongs to these, without a copy.</summary>
    [return: NotNullIfNotNull(nameof(all))]
    internal Tensor? PartOf(Tensor? all) => all?.narrow(0, First, Count);
}
