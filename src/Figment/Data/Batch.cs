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
}
