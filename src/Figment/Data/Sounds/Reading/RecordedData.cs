namespace Figment.Data.Sounds;

/// <summary>Recordings of one part of the data.</summary>
/// <param name="Recordings">The recordings.</param>
/// <param name="Labels">The class number of each; null where there are no classes.</param>
internal sealed record RecordedPart(IRecordings Recordings, IReadOnlyList<byte>? Labels)
{
    /// <summary>How many there are.</summary>
    internal int Count => Recordings.Names.Count;
}

/// <summary>Recordings to learn from and recordings that are held out, wherever they lie.</summary>
/// <param name="path">Where they lie.</param>
/// <param name="source">What is open while they are read.</param>
internal sealed class RecordedData(string path, IDisposable source) : IDisposable
{
    /// <summary>Where they lie.</summary>
    internal string Path => path;

    /// <summary>What they lie in, as a sentence begins with it: <c>The folder x</c>.</summary>
    internal required string Subject { get; init; }

    /// <summary>A short name.</summary>
    internal required string Name { get; init; }

    /// <summary>What models learn from.</summary>
    internal required RecordedPart Train { get; init; }

    /// <summary>What is held out; its classes have the numbers of those of <see cref="Train"/>. Null where nothing is.</summary>
    internal RecordedPart? Test { get; init; }

    /// <summary>What the classes are called; empty where there are none.</summary>
    internal IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How they lie there and what of it is left out, in sentences.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>Opens what lies at a path; nothing is decoded.</summary>
    /// <param name="path">A folder, an archive or an array.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="FigmentException">It cannot be read, holds no recordings, or cannot be told what it is.</exception>
    internal static RecordedData Open(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        OptionsValidator.ThrowIfInvalid(options);
        return SoundArrays.Is(path)
            ? SoundArrays.Open(path, options, cancellationToken)
            : SoundFolder.Open(path, options, cancellationToken);
    }

    /// <summary>
    /// The same to be looked at: where classes and parts cannot be told all recordings are one part, and training says why.
    /// </summary>
    /// <inheritdoc cref="Open"/>
    internal static RecordedData ToLookAt(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        OptionsValidator.ThrowIfInvalid(options);
        return SoundArrays.Is(path)
            ? SoundArrays.Open(path, options, cancellationToken)
            : SoundFolder.OrUnsorted(path, options, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
