using Figment.Data.Folders;

namespace Figment.Data.Texts;

/// <summary>The text files of a source: a file, a folder or an archive. The held-out files are separate.</summary>
internal sealed class TextFiles : IDisposable
{
    private readonly string path;
    private readonly FileSource? source;

    private TextFiles(string path, FileSource? source, TextParts parts)
    {
        (this.path, this.source) = (path, source);
        (Training, HeldOut, Notes) = (parts.Training, parts.HeldOut, parts.Notes);
    }

    /// <summary>A short name for the data.</summary>
    internal string Name => source?.Name ?? TextFormat.NameOf(path);

    /// <summary>The training files, in order.</summary>
    internal IReadOnlyList<string> Training { get; }

    /// <summary>The held-out files; empty if there are none.</summary>
    internal IReadOnlyList<string> HeldOut { get; }

    /// <summary>How the files are read, and what is left out.</summary>
    internal IReadOnlyList<Text> Notes { get; }

    /// <summary>The size in bytes to which all compressed files together may unpack.</summary>
    internal long Most => source is ArchiveSource ? TextReading.MostOf(new FileInfo(path).Length) : long.MaxValue;

    /// <summary>Finds the files.</summary>
    /// <param name="path">The path that the user named.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="FigmentException">There are no text files.</exception>
    internal static TextFiles Of(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path) && !FileSource.IsArchive(path))
            return OfFile(path);
        FileSource source = FileSource.Open(path, followsLinks: false, cancellationToken);
        try
        {
            return new TextFiles(path, source, TextParts.Of(source));
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="FigmentException">The file cannot be read, or is not text.</exception>
    internal long Read(string file, TextReading reading, long most, CancellationToken cancellationToken)
    {
        string name = source?.FullName(file) ?? file;
        TextFormat format = TextFormat.Of(file) ?? new TextFormat(false, false);
        return Storage.Try(
            name,
            "read",
            () =>
            {
                try
                {
                    if (source is not null)
                        return source.Use(file, stream => Read(stream));
                    if (new FileInfo(file).Length == 0)
                        return Read(Stream.Null); // also a pipe
                    using FileStream stream = SharedFile.OpenRead(file);
                    return Read(stream);
                }
                catch (FileFormatException e)
                {
                    throw new FileFormatException($"{name} cannot be read as text: {e.Message.TrimEnd('.')}.", e);
                }
            }
        );

        long Read(Stream stream)
        {
            long own = format.IsGzip
                ? TextReading.MostOf(stream.CanSeek ? stream.Length : new FileInfo(path).Length)
                : long.MaxValue;
            long length = reading.Read(stream, format, file, Math.Min(most, own), cancellationToken);
            return source is ArchiveSource && !format.IsGzip && length != source.LengthOf(file)
                ? throw new FileFormatException(
                    $"it has {length:N0} bytes, but the archive's index says {source.LengthOf(file):N0}, so the archive is "
                        + $"damaged. Pack it again"
                )
                : length;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => source?.Dispose();

    private static TextFiles OfFile(string path)
    {
        if (!File.Exists(path))
            throw new FigmentException(
                $"There are no texts called '{path}': no file or folder here has that name. Check the spelling or the path."
            );
        if (TextFormat.Of(path) is null)
            throw new FigmentException(
                $"The name of {path} does not end like that of a text file. The names of text files end in {TextFormat.Endings}."
            );
        string test = TextFormat.TestFile(path);
        return new TextFiles(path, null, new TextParts([path], File.Exists(test) ? [test] : [], []));
    }
}
