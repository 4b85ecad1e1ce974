namespace Figment.Data;

/// <summary>What a model made, as a person looks at it or listens to it.</summary>
public interface ISamples
{
    /// <summary>The ending of the file that <see cref="Save"/> writes, with its dot: <c>.png</c>.</summary>
    string FileExtension { get; }

    /// <summary>The same to look at, where it is something else than a picture and there is one; otherwise null.</summary>
    ISamples? AsPicture => null;

    /// <summary>Makes of them what other programs show; nothing where that is not known.</summary>
    SampleViews ToViews() => new();

    /// <summary>Writes all of them as one file.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    void Save(string path);
}
