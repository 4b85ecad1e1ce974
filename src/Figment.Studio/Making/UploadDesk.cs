using System.Collections.Concurrent;
using System.Security.Cryptography;
using Figment.Studio.Words;

namespace Figment.Studio.Making;

/// <summary>The uploads under way. Each is begun by a page, which alone knows its id, and goes with that page.</summary>
/// <param name="shelf">Where they become data.</param>
/// <param name="clock">Tells how old the leftovers of a studio are that was killed.</param>
internal sealed class UploadDesk(MadeShelf shelf, TimeProvider clock) : IDisposable
{
    private const int Most = 8;
    private const string Coming = ".coming";

    private static readonly TimeSpan Forgotten = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, Upload> uploads = [];

    /// <summary>Begins one.</summary>
    /// <exception cref="StudioException">Too many are under way, there is no room, or the folder cannot be made.</exception>
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
                    Storage.Attempt(() => old.Delete(recursive: true)); // of a studio that was killed
                }

                Upload upload = new(shelf, id, Directory.CreateDirectory(Path.Combine(all, id, "upload")).FullName);
                uploads[id] = upload;
                return upload;
            },
            e => new StudioException(MakeWords.CannotKeep.Fill(("folder", all), ("why", e.Message)), e)
        );
    }

    /// <summary>The upload of that id; null where there is none.</summary>
    internal Upload? Find(string id) => uploads.GetValueOrDefault(id);

    /// <summary>Makes it data.</summary>
    /// <exception cref="StudioException">The name is taken or does not serve, or it cannot be moved.</exception>
    internal MadeSet Keep(Upload upload, string name)
    {
        MadeSet made = shelf.KeepFiles(name, upload.Content);
        End(upload);
        return made;
    }

    /// <summary>Ends one, and deletes what was not kept of it.</summary>
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
