using System.Net;

namespace Figment.Tests.Data;

/// <summary>Answers requests without a network.</summary>
internal sealed class FakeServer(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
{
    public List<string> Requests { get; } = [];

    /// <summary>The ranges that were requested; empty for a request for everything.</summary>
    public List<string> Ranges { get; } = [];

    public static HttpResponseMessage Ok(Stream content) => new(HttpStatusCode.OK) { Content = new StreamContent(content) };

    public static HttpResponseMessage Ok(byte[] content) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request.RequestUri!.AbsoluteUri);
        Ranges.Add(request.Headers.Range?.ToString() ?? "");
        return Task.FromResult(answer(request));
    }
}

/// <summary>An answer that fails, or stalls for ever, after its first bytes.</summary>
internal sealed class BrokenStream(int good, Exception? failure) : Stream
{
    private int remaining = good;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = Math.Min(remaining, buffer.Length);
        remaining -= read;
        if (read > 0)
            return read;
        if (failure is not null)
            throw failure;
        await Task.Delay(Timeout.Infinite, cancellationToken);
        return 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>The beginning of some content, after which the connection is cut.</summary>
internal sealed class CutStream(byte[] content, int length) : MemoryStream(content[..length])
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await base.ReadAsync(buffer, cancellationToken) is > 0 and int read
            ? read
            : throw new IOException("the connection was cut");
}
