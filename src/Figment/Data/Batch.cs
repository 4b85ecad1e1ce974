using System.Diagnostics.CodeAnalysis;
using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>A batch of items of a data set, on the training device.</summary>
/// <param name="items">The items, [B, …]; images are [B, C, H, W], float32 in [0, 1].</param>
/// <param name="labels">The class of each item, [B], int64; null if the data has no labels.</param>
public sealed class Batch(Tensor items, Tensor? labels)
{
    /// <summary>The items, [B, …]; images are [B, C, H, W], float32 in [0, 1].</summary>
    public Tensor Items { get; } = items;

    /// <summary>The class of each item, [B], int64; null if the data has no labels.</summary>
    public Tensor? Labels { get; } = labels;

    /// <summary>The number of items in the batch.</summary>
    public long Count => Items.shape[0];

    /// <summary>The share of a larger batch that these items make up; other processes have the rest.</summary>
    internal BatchShare Share
    {
        get => field ?? BatchShare.Alone((int)Count);
        init;
    }

    /// <summary>The index of the first item in the batch that this one was cut from; 0 for a whole batch.</summary>
    internal int First { get; private init; }

    /// <summary>Whether the model learned from the batch in the pieces that <see cref="Share"/> gives.</summary>
    internal bool WasCut { get; set; }

    /// <summary>Takes some of the items, without a copy.</summary>
    /// <param name="cut">A part or a piece of <see cref="Share"/>.</param>
    internal Batch Of(BatchShare cut) =>
        new(Items.narrow(0, cut.First, cut.Count), Labels?.narrow(0, cut.First, cut.Count))
        {
            Share = cut,
            First = First + cut.First,
        };

    /// <summary>
    /// Takes the rows that belong to this batch from a tensor with a row for each item of the whole batch, without a copy.
    /// </summary>
    [return: NotNullIfNotNull(nameof(all))]
    internal Tensor? PartOf(Tensor? all) => all?.narrow(0, First, Count);
}
