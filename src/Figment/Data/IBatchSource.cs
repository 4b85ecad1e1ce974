using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>What batches are gathered from: a data set itself, or what a model makes of it to learn from.</summary>
public interface IBatchSource
{
    /// <summary>How many items there are, at least 1.</summary>
    int Count { get; }

    /// <summary>Whether items are read from a disk, so that <see cref="Prefetch"/> saves time.</summary>
    bool IsOnDisk => false;

    /// <summary>Gathers items by their numbers.</summary>
    /// <param name="indices">[B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="random">For what is drawn each time an item is seen.</param>
    /// <returns>On the device that the items were moved to; the caller's dispose scope owns it.</returns>
    Batch Gather(Tensor indices, Draws random);

    /// <summary>Moves the items to a device, where batches are then made.</summary>
    void MoveTo(Device device);

    /// <summary>Begins to read the items that <see cref="Gather"/> is asked for next.</summary>
    /// <param name="indices">[B], int64.</param>
    void Prefetch(Tensor indices) { }
}
