namespace Figment.Data.Sounds;

/// <summary>The recordings of one part of the data.</summary>
/// <param name="Recordings">The recordings.</param>
/// <param name="Labels">The class number of each recording; null if there are no classes.</param>
internal sealed record RecordedPart(IRecordings Recordings, IReadOnlyList<byte>? Labels)
{
    /// <summary>The number of recordings.</summary>
    internal int Count => Recordings.Names.Count;
}

/// <summary>The recordings of a training part and a held-out part, from any source.</summary>
/// <param name="path">The path of the recordings.</param>
/// <param name="source">The resource that stays open while they are read.</param>
internal sealed class RecordedData(string path, IDisposable source) : IDisposable
{
    /// <summary>The path of the recordings.</summary>
    internal string Path => path;

    /// <summary>The name of the source as the beginning of a sentence, for instance <c>The folder x</c>.</summary>
    internal required string Subject { get; init; }

    /// <summary>A short name.</summary>
    internal required string Name { get; init; }

    /// <summary>The training part.</summary>
    internal required RecordedPart Train { get; init; }

    /// <summary>The held-out part, whose class numbers are those of <see cref="Train"/>; null if there is none.</summary>
    internal RecordedPart? Test { get; init; }

    /// <summary>The names of the classes; empty if there are none.</summary>
    internal IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>How the source is read and what is left out, in sentences.</summary>
    internal IReadOnlyList<Text> Notes { get; init; } = [];

    /// <summary>Opens the recordings at a path without decoding any.</summary>
    /// <param name="path">A folder, an archive or an array.</param>
    /// <param name="options">The options for reading.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FigmentException">The source cannot be read, holds no recordings, or is ambiguous.</exception>
    internal static RecordedData Open(string path, SoundOptions options, CancellationToken cancellationToken)
    {
        OptionsValidator.ThrowIfInvalid(options);
        return SoundArrays.Is(path)
            ? SoundArrays.Open(path, options, cancellationToken)
            : SoundFolder.Open(path, options, cancellationToken);
    }

    /// <summary>
    /// Opens recordings for inspection. If classes and parts are ambiguous, all recordings form one part; training reports the
    /// reason.
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
