namespace Figment.Data;

/// <summary>
/// What a model learns from, whatever kind of thing its items are: all that the training loop and a run know of data.
/// </summary>
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
    public IReadOnlyList<Text> Notes { get; protected internal set; } = [];

    /// <summary>The name as files and folders may begin with it: valid on every system, whatever <see cref="Name"/> is.</summary>
    public string FileName => FileNames.Safe(Name);

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
