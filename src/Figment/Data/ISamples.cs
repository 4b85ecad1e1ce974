namespace Figment.Data;

/// <summary>Samples of a model, for a person to look at or listen to.</summary>
public interface ISamples
{
    /// <summary>The extension of the file that <see cref="Save"/> writes, with its dot, for instance <c>.png</c>.</summary>
    string FileExtension { get; }

    /// <summary>A picture of the samples if they are not pictures themselves and one can be drawn; otherwise null.</summary>
    ISamples? AsPicture => null;

    /// <summary>Converts the samples to forms that other programs can show; empty if there are no such forms.</summary>
    SampleViews ToViews() => new();

    /// <summary>Writes all samples to one file.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    void Save(string path);
}
