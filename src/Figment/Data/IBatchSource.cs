using Figment.Backend;
using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>The source of batches: a data set, or data that a model derives from a data set in order to learn from it.</summary>
public interface IBatchSource
{
    /// <summary>The number of items, at least 1.</summary>
    int Count { get; }

    /// <summary>Whether the items are read from disk, so that <see cref="Prefetch"/> saves time.</summary>
    bool IsOnDisk => false;

    /// <summary>Gathers items by their numbers.</summary>
    /// <param name="indices">The numbers of the items, [B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    /// <param name="random">The source of random numbers for whatever changes each time an item is read.</param>
    /// <returns>A batch on the device that the items were moved to; the caller's dispose scope owns it.</returns>
    Batch Gather(Tensor indices, Draws random);

    /// <summary>Moves the items to a device, on which batches are then gathered.</summary>
    void MoveTo(Device device);

    /// <summary>Starts reading the items that the next call of <see cref="Gather"/> will need.</summary>
    /// <param name="indices">The numbers of the items, [B], int64.</param>
    void Prefetch(Tensor indices) { }
}
