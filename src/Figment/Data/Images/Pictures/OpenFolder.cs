using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>One part of a folder or archive of pictures, open to be read.</summary>
/// <param name="Source">Where it lies; disposed with this.</param>
/// <param name="Layout">What it is read as.</param>
/// <param name="Part">Which part.</param>
internal sealed record OpenFolder(FileSource Source, FolderLayout Layout, DataPart Part) : IDisposable
{
    /// <summary>The part's pictures.</summary>
    internal IReadOnlyList<string> Files => Layout.Part(Part).Files;

    /// <summary>A short name for the data.</summary>
    internal string Name => Part == DataPart.Test ? $"{Source.Name}-test" : Source.Name;

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
