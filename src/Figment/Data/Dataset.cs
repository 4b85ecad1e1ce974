namespace Figment.Data;

/// <summary>
/// The data that a model learns from, whatever kind of items it holds: everything that the training loop and a run know about it.
/// </summary>
public abstract class Dataset : IDisposable
{
    /// <summary>A short name. The name may come from a file, so use it only for display.</summary>
    public abstract string Name { get; }

    /// <summary>The number of items, at least 1.</summary>
    public abstract int Count { get; }

    /// <summary>
    /// The SHA-256 of everything that a model learns from, in lower-case hexadecimal. It identifies the data of a run.
    /// </summary>
    public abstract string Sha256 { get; }

    /// <summary>What a model has to know about the data.</summary>
    public abstract DataDescription Description { get; }

    /// <summary>The names of the classes, by class number; empty if there are no labels.</summary>
    public virtual IReadOnlyList<string> ClassNames => [];

    /// <summary>What a user should know about how the data was read, in sentences; usually empty.</summary>
    public IReadOnlyList<Text> Notes { get; protected internal set; } = [];

    /// <summary>
    /// The name in a form that file and folder names can begin with: valid on every system, whatever <see cref="Name"/> is.
    /// </summary>
    public string FileName => FileNames.Safe(Name);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases the items.</summary>
    /// <param name="disposing">Whether the call comes from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
