using System.Net;
using System.Net.Http.Headers;
using Figment.Backend;

namespace Figment.Data;

/// <summary>
/// Downloads files into the cache, from the first address that has the wanted content. If a connection breaks, the bytes received
/// so far stay beside the file as <c>….part</c>, and the next address or the next attempt continues from there.
/// </summary>
/// <param name="handler">Sends the requests; null uses the default of the system, including its proxies.</param>
/// <param name="patience">The longest time that a server may be silent; null means one minute.</param>
/// <param name="clock">Measures this time; null uses the system's clock.</param>
internal sealed class Download(HttpMessageHandler? handler = null, TimeSpan? patience = null, TimeProvider? clock = null)
{
    /// <summary>The ending that is added to the name of an incomplete file.</summary>
    internal const string PartEnding = ".part";

    private readonly TimeSpan patience = patience ?? TimeSpan.FromMinutes(1);

    /// <summary>Downloads one file and passes its content on.</summary>
    /// <param name="target">The path of the finished file.</param>
    /// <param name="addresses">The addresses to try, in this order.</param>
    /// <param name="most">The greatest length of the file, in bytes.</param>
    /// <param name="accept">
    /// Reads the content from its beginning. A <see cref="FileFormatException"/> discards the content, and the next address is
    /// tried.
    /// </param>
    /// <param name="progress">Receives a report for every block.</param>
    /// <param name="cancellationToken">
    /// Stops the download within the current block. What has been downloaded is kept for the next attempt.
    /// </param>
    /// <exception cref="DownloadException">No address has the file; the message has one reason for each address.</exception>
    /// <exception cref="FigmentException">The file cannot be written, or another process is downloading it.</exception>
    internal T Fetch<T>(
        string target,
        IReadOnlyList<Uri> addresses,
        long most,
        Func<Stream, T> accept,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        string path = target + PartEnding;
        using HttpClient client = new(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        List<string> reasons = [];
        bool isWhole = false;
        using FileStream part = Open(path);
        try
        {
            foreach (Uri address in addresses)
            {
                try
                {
                    T result = Fetch(client, Path.GetFileName(target), address, part, most, accept, progress, cancellationToken);
                    isWhole = true;
                    return result;
                }
                catch (Exception e) when (e is HttpRequestException or IOException or FileFormatException or TimeoutException)
                {
                    reasons.Add($"{address.Host}: {e.Message.TrimEnd('.')}");
                }
            }
        }
        finally
        {
            Close(part, path, target, isWhole);
        }

        throw new DownloadException(string.Join("; ", reasons));
    }

    private T Fetch<T>(
        HttpClient client,
        string file,
        Uri address,
        FileStream part,
        long most,
        Func<Stream, T> accept,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            bool wasBegun = part.Length > 0;

            // Run on the thread pool, so that a caller with its own synchronisation context cannot deadlock.
            if (
                !Task.Run(() => Fetch(client, file, address, part, most, progress, cancellationToken), cancellationToken)
                    .GetAwaiter()
                    .GetResult()
            )
                continue;
            try
            {
                part.Position = 0;
                return accept(part);
            }
            catch (FileFormatException)
            {
                part.SetLength(0);
                if (!wasBegun)
                    throw;

                // Perhaps only the first bytes were wrong, from another address or an older attempt: try once more from the first
                // byte.
            }
        }
    }

    /// <summary>
    /// Downloads the missing part of a file. Returns false if the server says that nothing is missing; then the whole file has to
    /// be downloaded again.
    /// </summary>
    private async Task<bool> Fetch(
        HttpClient client,
        string file,
        Uri address,
        FileStream part,
        long most,
        IProgress<DataProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        using CancellationTokenSource silence = new(Timeout.InfiniteTimeSpan, clock ?? TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        silence.CancelAfter(patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            if (part.Length > 0)
                request.Headers.Range = new RangeHeaderValue(part.Length, null);
            using HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token)
                .ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && part.Length > 0)
            {
                part.SetLength(0);
                return false;
            }

            bool goesOn =
                response.StatusCode == HttpStatusCode.PartialContent
                && response.Content.Headers.ContentRange?.From == part.Length;
            if (!goesOn && response.StatusCode != HttpStatusCode.OK)
                throw new HttpRequestException($"the server answered {(int)response.StatusCode} {response.ReasonPhrase}");
            long start = goesOn ? part.Length : 0;
            long? announced = start + response.Content.Headers.ContentLength;
            if (announced > most)
                throw TooLarge(most);
            using Stream stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);

            part.SetLength(start);
            part.Position = start;
            byte[] block = new byte[1 << 16];
            progress?.Report(new DataProgress(DataActivity.Downloading, file, start, announced));
            while (true)
            {
                silence.CancelAfter(patience);
                int read = await stream.ReadAsync(block, either.Token).ConfigureAwait(false);
                if (read == 0)
                    break;
                if (part.Length + read > most)
                {
                    part.SetLength(0);
                    throw TooLarge(most);
                }

                Write(part, block.AsSpan(0, read));
                progress?.Report(new DataProgress(DataActivity.Downloading, file, part.Length, announced));
            }

            return announced is not long all || part.Length == all
                ? true
                : throw new IOException($"the download ended after {part.Length:N0} of {all:N0} bytes");
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the server sent nothing for {patience.TotalSeconds:0.#} s", e);
        }
    }

    private static FileStream Open(string path) =>
        Storage.Try(
            () =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            },
            e =>
                e is IOException && File.Exists(path)
                    ? new FigmentException(
                        $"{path} cannot be written: {OptionSentence.Reason(e)}. If another Figment process is downloading this "
                            + $"file, wait until it has finished.",
                        e
                    )
                    : CacheFolder.NotWritable(e)
        );

    private static void Write(FileStream part, ReadOnlySpan<byte> block)
    {
        try
        {
            part.Write(block);
        }
        catch (IOException e)
        {
            throw CacheFolder.NotWritable(e); // another address would not help
        }
    }

    /// <summary>Gives a complete file its name, and deletes an empty one.</summary>
    private static void Close(FileStream part, string path, string target, bool isWhole)
    {
        long length = part.Length;
        if (isWhole)
            part.Flush(flushToDisk: true);
        part.Dispose();
        if (isWhole)
            File.Move(path, target, overwrite: true);
        if (isWhole || length > 0)
            return;
        File.Delete(path);
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.EnumerateFileSystemEntries(folder).Any())
            Directory.Delete(folder);
    }

    private static HttpRequestException TooLarge(long most) => new($"the server offered more than {most >> 20} MB");
}

/// <summary>No address has the file; the message has one reason for each address.</summary>
internal sealed class DownloadException(string message) : Exception(message);
