using static TorchSharp.torch;

namespace Figment.Data;

/// <summary>What a model learns from, whatever kind of thing its items are: all that the training loop and a run know of data.</summary>
public abstract class Dataset : IDisposable
{
    /// <summary>A short name, which may come from a file: it can be shown, and decides nothing else.</summary>
    public abstract string Name { get; }

    /// <summary>How many items there are, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>SHA-256 over all that is learned from, lower-case hexadecimal: says which data a run was trained on.</summary>
    public abstract string Sha256 { get; }

    /// <summary>What a model has to know of the data.</summary>
    public abstract DataDescription Description { get; }

    /// <summary>What the classes are called, by class number; empty where there are no labels.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>What a user should know of how the data was read, in sentences; empty as a rule.</summary>
    public IReadOnlyList<Text> Notes { get; internal protected set; } = [];

    /// <summary>The name as files and folders may begin with it: valid on every system, whatever <see cref="Name"/> is.</summary>
    public string FileName => FileNames.Safe(Name);

    /// <summary>Whether items are read from a disk, so that <see cref="Prefetch"/> saves time.</summary>
    protected internal virtual bool IsOnDisk => false;

    /// <summary>Gathers items by their numbers.</summary>
    /// <param name="indices">[B], int64, each from 0 to <see cref="Count"/> − 1.</param>
    /// <returns>On the device that the data was moved to; the caller's dispose scope owns it.</returns>
    public abstract Batch Gather(Tensor indices);

    /// <summary>Moves the items to a device, where batches are then made.</summary>
    /// <returns>This data set.</returns>
    public abstract Dataset To(Device device);

    /// <summary>Begins to read the items that <see cref="Gather"/> is asked for next.</summary>
    /// <param name="indices">[B], int64.</param>
    protected internal virtual void Prefetch(Tensor indices)
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the items.</summary>
    /// <param name="disposing">Whether it is called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
