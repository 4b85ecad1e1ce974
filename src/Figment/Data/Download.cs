using System.Net;

namespace Figment.Data;

/// <summary>Fetches files of a few megabytes into memory, from the first of several addresses that has what is wanted.</summary>
/// <param name="handler">How requests are sent; null is the system's way, proxies included.</param>
/// <param name="patience">How long a server may stay silent; null is a minute.</param>
/// <param name="clock">Measures that; null is the system's.</param>
internal sealed class Download(HttpMessageHandler? handler = null, TimeSpan? patience = null, TimeProvider? clock = null)
{
    private const int MaxBytes = 64 << 20;
    private readonly TimeSpan patience = patience ?? TimeSpan.FromMinutes(1);

    /// <summary>Fetches one file and makes something of it.</summary>
    /// <param name="file">Its name, for reports.</param>
    /// <param name="addresses">Tried in this order.</param>
    /// <param name="accept">Takes the bytes; a <see cref="FileFormatException"/> sends the search on to the next address.</param>
    /// <param name="progress">Hears of every block.</param>
    /// <param name="cancellationToken">Ends it within the block under way.</param>
    /// <exception cref="DownloadException">No address had it; the message has one reason per address.</exception>
    internal T Fetch<T>(string file, IReadOnlyList<Uri> addresses, Func<byte[], T> accept, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        using HttpClient client = new(handler ?? new SocketsHttpHandler(), disposeHandler: handler is null) { Timeout = Timeout.InfiniteTimeSpan };
        List<string> reasons = [];
        foreach (Uri address in addresses)
        {
            try
            {
                // On the thread pool, so that a caller with a synchronisation context of its own cannot deadlock.
                return accept(Task.Run(() => Fetch(client, file, address, progress, cancellationToken), cancellationToken).GetAwaiter().GetResult());
            }
            catch (Exception e) when (e is HttpRequestException or IOException or FileFormatException or TimeoutException)
            {
                reasons.Add($"{address.Host}: {e.Message.TrimEnd('.')}");
            }
        }

        throw new DownloadException(string.Join("; ", reasons));
    }

    private async Task<byte[]> Fetch(HttpClient client, string file, Uri address, IProgress<DataProgress>? progress, CancellationToken cancellationToken)
    {
        using CancellationTokenSource silence = new(Timeout.InfiniteTimeSpan, clock ?? TimeProvider.System);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        silence.CancelAfter(patience);
        try
        {
            using HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK) throw new HttpRequestException($"it answered {(int)response.StatusCode} {response.ReasonPhrase}");
            long? announced = response.Content.Headers.ContentLength;
            if (announced > MaxBytes) throw TooLarge();
            using Stream stream = await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false);

            using MemoryStream content = new();
            byte[] block = new byte[1 << 16];
            progress?.Report(new DataProgress(DataActivity.Downloading, file, 0, announced));
            while (true)
            {
                silence.CancelAfter(patience);
                int read = await stream.ReadAsync(block, either.Token).ConfigureAwait(false);
                if (read == 0) break;
                if (content.Length + read > MaxBytes) throw TooLarge();
                content.Write(block, 0, read);
                progress?.Report(new DataProgress(DataActivity.Downloading, file, content.Length, announced));
            }

            return content.ToArray();
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it was silent for {patience.TotalSeconds:0.#} s", e);
        }
    }

    private static HttpRequestException TooLarge() => new($"it offered more than {MaxBytes >> 20} MB");
}

/// <summary>No address had a file; the message has one reason per address.</summary>
internal sealed class DownloadException(string message) : Exception(message);
