namespace Figment.Models;

/// <summary>What a model made, as a person looks at it or listens to it.</summary>
public interface ISamples
{
    /// <summary>The ending of the file that <see cref="Save"/> writes, with its dot: <c>.png</c>.</summary>
    string FileExtension { get; }

    /// <summary>Writes all of them as one file.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(string path);
}
