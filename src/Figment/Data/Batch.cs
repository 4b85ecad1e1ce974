using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>Some items of a data set, as a model learns from them, on the training device.</summary>
/// <param name="Items">[B, …]; of images [B, C, H, W], float32 in [0, 1].</param>
/// <param name="Labels">[B], int64; null where the data has no labels.</param>
public sealed record Batch(Tensor Items, Tensor? Labels)
{
    /// <summary>How many items the batch holds.</summary>
    public long Count => Items.shape[0];
}
