using Figment.Data.Folders;

namespace Figment.Data.Images;

/// <summary>One part of a folder or archive of pictures, open for reading.</summary>
/// <param name="Source">The folder or archive, which is disposed with this record.</param>
/// <param name="Layout">The interpretation of the folder.</param>
/// <param name="Part">The part.</param>
internal sealed record OpenFolder(FileSource Source, FolderLayout Layout, DataPart Part) : IDisposable
{
    /// <summary>The pictures of the part.</summary>
    internal IReadOnlyList<string> Files => Layout.Part(Part).Files;

    /// <summary>A short name for the data.</summary>
    internal string Name => Part == DataPart.Test ? $"{Source.Name}-test" : Source.Name;

    /// <inheritdoc/>
    public void Dispose() => Source.Dispose();
}
