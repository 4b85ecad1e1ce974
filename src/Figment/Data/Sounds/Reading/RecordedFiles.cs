using Figment.Audio;
using Figment.Data.Folders;

namespace Figment.Data.Sounds;

/// <summary>Recordings in one file each, in a folder or an archive.</summary>
/// <param name="source">The folder or archive.</param>
/// <param name="files">The paths of the files in it.</param>
internal sealed class RecordedFiles(FileSource source, IReadOnlyList<string> files) : IRecordings
{
    private const int MostInMemory = 64 << 20;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => files;

    /// <inheritdoc/>
    public string FullName(int number) => source.FullName(files[number]);

    /// <inheritdoc/>
    public DecodedSound Decode(int number)
    {
        // An archive can open only one file at a time, so short files are decoded from memory.
        string file = files[number];
        if (source.LengthOf(file) > MostInMemory)
            return source.Use(file, stream => SoundDecoder.Decode(stream, Recording.MostSeconds));
        using MemoryStream content = new(source.Read(file, MostInMemory));
        return SoundDecoder.Decode(content, Recording.MostSeconds);
    }
}
