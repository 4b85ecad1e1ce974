using Figment.Data.Folders;
using Figment.Studio.Words;

namespace Figment.Studio.Making;

/// <summary>
/// Files that a browser is uploading. They are kept in a separate folder until all have arrived; names sent by the browser cannot
/// point outside that folder.
/// </summary>
internal sealed class Upload : IDisposable
{
    /// <summary>The maximum number of files in one upload.</summary>
    internal const int MostFiles = 20_000;

    /// <inheritdoc cref="MostFiles"/>
    internal const long MostBytes = 4L << 30,
        MostFileBytes = 2L << 30;

    private const int MostFolders = 4,
        Piece = 1 << 17;

    private readonly MadeShelf shelf;
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private readonly HashSet<string> taken = new(StringComparer.OrdinalIgnoreCase);
    private long bytes;
    private int files;

    internal Upload(MadeShelf shelf, string id, string folder)
    {
        this.shelf = shelf;
        Id = id;
        Folder = folder;
    }

    /// <summary>The id, which only the page that started the upload knows.</summary>
    internal string Id { get; }

    /// <summary>The folder of its files.</summary>
    internal string Folder { get; }

    /// <summary>The number of files.</summary>
    internal int Files => files;

    /// <summary>The total size in bytes.</summary>
    internal long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Why a file could not be stored; null if all were.</summary>
    internal Text? Problem { get; private set; }

    /// <summary>The content to keep: the folder that was dropped, or the folder of the upload itself.</summary>
    internal string Content => Directory.GetFileSystemEntries(Folder) is [{ } only] && Directory.Exists(only) ? only : Folder;

    /// <summary>The path that training would read: the content, or its only file.</summary>
    internal string Source => MadeFiles.OneIn(Content) ?? Content;

    /// <summary>Stores a file.</summary>
    /// <param name="path">The path that the browser sent, with slashes between folders.</param>
    /// <param name="content">The content of the file.</param>
    /// <param name="cancellationToken">Cancels the file.</param>
    /// <returns>Whether it was stored; system files and hidden files are skipped.</returns>
    /// <exception cref="StudioException">The upload is too large, or cannot be written.</exception>
    internal async Task<bool> AddAsync(string path, Stream content, CancellationToken cancellationToken)
    {
        if (PlaceOf(path) is not string[] place)
            return false;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended.Token);
        string file;
        lock (gate)
        {
            if (files >= MostFiles)
                throw new StudioException(MakeWords.TooManyFiles.Fill(("most", WordTable.Number(MostFiles))));
            files++;
            file = Free(place);
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await using FileStream target = new(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await CopyAsync(content, target, Path.GetFileName(path), either.Token);
            return true;
        }
        catch (Exception e)
        {
            lock (gate)
                files--;
            Storage.Attempt(() => File.Delete(file));
            StudioException? known = e as StudioException;
            if (Storage.IsFailure(e) && !cancellationToken.IsCancellationRequested)
                known = new StudioException(MakeWords.CannotKeep.Fill(("folder", Folder), ("why", ErrorTexts.Reason(e))), e);
            Problem ??= known?.Words;
            if (known is not null && known != e)
                throw known;
            throw;
        }
    }

    /// <summary>Stops the transfers, and deletes the files.</summary>
    public void Dispose()
    {
        ended.Cancel();
        Storage.Attempt(() => Directory.Delete(Folder, recursive: true));
    }

    /// <summary>The names under which a file is stored, each valid on every system; null if it is skipped.</summary>
    internal static string[]? PlaceOf(string path)
    {
        string[] names = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (names.Length == 0 || names.Any(name => name is not (".." or ".") && SystemFiles.Reason(name) is not null))
            return null;
        string[] folders = [.. names[..^1].Where(name => name is not (".." or ".")).Take(MostFolders).Select(Serving)];
        return [.. folders, ServingFile(names[^1])];
    }

    private static string Serving(string name) =>
        FileNames.IsPortable(name) && name.Length <= FileNames.MostForeignBytes ? name : FileNames.Safe(name);

    private static string ServingFile(string name)
    {
        if (FileNames.IsPortable(name) && name.Length <= FileNames.MostForeignBytes)
            return name;
        string ending = Path.GetExtension(name);
        bool isUsual = ending.Length is > 1 and <= 12 && ending[1..].All(char.IsAsciiLetterOrDigit);
        return FileNames.Safe(isUsual ? name[..^ending.Length] : name, "file") + (isUsual ? ending : "");
    }

    private string Free(string[] place)
    {
        for (int number = 1; ; number++)
        {
            string last =
                number == 1 ? place[^1] : $"{Path.GetFileNameWithoutExtension(place[^1])}-{number}{Path.GetExtension(place[^1])}";
            string path = Path.Combine([Folder, .. place[..^1], last]);
            if (taken.Add(path))
                return path;
        }
    }

    private async Task CopyAsync(Stream content, Stream target, string name, CancellationToken cancellationToken)
    {
        byte[] piece = new byte[Piece];
        long length = 0,
            room = 0;
        for (int count; (count = await content.ReadAsync(piece, cancellationToken)) > 0; length += count)
        {
            if (length + count > MostFileBytes)
                throw new StudioException(MakeWords.FileTooLarge.Fill(("name", name), ("most", $"{MostFileBytes >> 30} GB")));
            if (Interlocked.Add(ref bytes, count) > MostBytes)
                throw new StudioException(MakeWords.UploadTooLarge.Fill(("most", $"{MostBytes >> 30} GB")));
            if (length >= room)
            {
                shelf.EnsureRoom(count);
                room = length + (64L << 20);
            }

            await target.WriteAsync(piece.AsMemory(0, count), cancellationToken);
        }
    }
}
