using System.Collections.Concurrent;
using System.Security.Cryptography;
using Figment.Studio.Words;

namespace Figment.Studio.Making;

/// <summary>
/// The current uploads. Each upload is started by a page, which is the only one to know its id and ends the upload when the page
/// closes.
/// </summary>
/// <param name="shelf">Turns uploads into data.</param>
/// <param name="clock">Measures the age of files left behind by a studio process that was killed.</param>
internal sealed class UploadDesk(MadeShelf shelf, TimeProvider clock) : IDisposable
{
    private const int Most = 8;
    private const string Coming = ".coming";

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Upload> uploads = [];

    /// <summary>Starts an upload.</summary>
    /// <exception cref="StudioException">
    /// Too many uploads are running, there is no room, or the folder cannot be created.
    /// </exception>
    internal Upload Begin()
    {
        if (uploads.Count >= Most)
            throw new StudioException(MakeWords.TooManyUploads);
        shelf.Claim();
        string all = Path.Combine(shelf.Root, Coming),
            id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return Storage.Try(
            () =>
            {
                DateTime forgotten = clock.GetUtcNow().UtcDateTime - Forgotten;
                foreach (
                    DirectoryInfo old in Directory
                        .CreateDirectory(all)
                        .EnumerateDirectories()
                        .Where(old => old.LastWriteTimeUtc < forgotten && !uploads.ContainsKey(old.Name))
                )
                {
                    Storage.Attempt(() => old.Delete(recursive: true)); // left behind by a studio process that was killed
                }

                Upload upload = new(shelf, id, Directory.CreateDirectory(Path.Combine(all, id, "upload")).FullName);
                uploads[id] = upload;
                return upload;
            },
            e => new StudioException(MakeWords.CannotKeep.Fill(("folder", all), ("why", ErrorTexts.Reason(e))), e)
        );
    }

    /// <summary>The upload with the given id; null if there is none.</summary>
    internal Upload? Find(string id) => uploads.GetValueOrDefault(id);

    /// <summary>Turns an upload into data.</summary>
    /// <exception cref="StudioException">The name is taken or invalid, or the files cannot be moved.</exception>
    internal MadeSet Keep(Upload upload, string name)
    {
        MadeSet made = shelf.KeepFiles(name, upload.Content);
        End(upload);
        return made;
    }

    /// <summary>Ends an upload, and deletes the files that were not kept.</summary>
    internal void End(Upload upload)
    {
        uploads.TryRemove(upload.Id, out _);
        upload.Dispose();
        Storage.Attempt(() => Directory.Delete(Path.GetDirectoryName(upload.Folder)!, recursive: true));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Upload upload in uploads.Values)
            End(upload);
    }
}
