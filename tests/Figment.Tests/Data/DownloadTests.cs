using System.Net;
using Figment.Data;

namespace Figment.Tests.Data;

public sealed class DownloadTests
{
    private static readonly Uri First = new("https://first.example/file"), Second = new("http://second.example/file");

    private readonly byte[] content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];

    [Fact]
    public void The_first_address_that_answers_is_enough()
    {
        ReportList<DataProgress> progress = new();
        using FakeServer server = new(_ => FakeServer.Ok(content));

        Assert.Equal(content, Fetch(server, progress: progress));

        Assert.Equal([First.AbsoluteUri], server.Requests);
        Assert.Equal(new DataProgress(DataActivity.Downloading, "file", 0, 200_000), progress.All[0]);
        Assert.Equal(200_000, progress.All[^1].Done);
        Assert.Equal(progress.All.Select(report => report.Done).Order(), progress.All.Select(report => report.Done));
    }

    [Fact]
    public void An_answer_without_a_length_is_taken_too()
    {
        ReportList<DataProgress> progress = new();
        using FakeServer server = new(_ =>
        {
            HttpResponseMessage answer = FakeServer.Ok(content);
            answer.Content.Headers.ContentLength = null;
            return answer;
        });

        Assert.Equal(content.Length, Fetch(server, progress: progress).Length);
        Assert.Contains(progress.All, report => report.Done == content.Length);
    }

    public static TheoryData<string, string> Failures => new()
    {
        { "404", "404 Not Found" },
        { "unreachable", "no such host" },
        { "interrupted", "the connection was closed" },
        { "silent", "silent for 0.2 s" },
        { "wrong", "it is a web page" },
        { "huge", "more than 64 MB" },
        { "endless", "more than 64 MB" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void Where_one_address_fails_the_next_is_asked(string failure, string reason)
    {
        using FakeServer server = new(request => request.RequestUri == First ? Fail(failure) : FakeServer.Ok(content));
        Assert.Equal(content, Fetch(server));
        Assert.Equal(2, server.Requests.Count);

        using FakeServer dead = new(_ => Fail(failure));
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(dead));
        Assert.Contains($"first.example: ", e.Message, StringComparison.Ordinal);
        Assert.Contains($"second.example: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Cancellation_ends_it_at_once_and_asks_nobody_else()
    {
        using CancellationTokenSource cancellation = new();
        using FakeServer server = new(_ => FakeServer.Ok(new BrokenStream(100, failure: null)));
        ReportList<DataProgress> progress = new(report =>
        {
            if (report.Done == 100) cancellation.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Fetch(server, TimeSpan.FromMinutes(1), progress, cancellation.Token));

        Assert.Single(server.Requests);
    }

    private static byte[] Fetch(FakeServer server, TimeSpan? patience = null, IProgress<DataProgress>? progress = null, CancellationToken cancellationToken = default) =>
        new Download(server, patience ?? TimeSpan.FromMilliseconds(200)).Fetch(
            "file", [First, Second], bytes => bytes is [(byte)'<', ..] ? throw new FileFormatException("it is a web page") : bytes, progress, cancellationToken);

    private static HttpResponseMessage Fail(string failure)
    {
        switch (failure)
        {
            case "404": return new HttpResponseMessage(HttpStatusCode.NotFound);
            case "unreachable": throw new HttpRequestException("no such host");
            case "interrupted": return FakeServer.Ok(new BrokenStream(100, new IOException("the connection was closed")));
            case "silent": return FakeServer.Ok(new BrokenStream(100, failure: null));
            case "wrong": return FakeServer.Ok("<html>"u8.ToArray());
            case "endless": return FakeServer.Ok(new BrokenStream(int.MaxValue, failure: null));
            default:
                HttpResponseMessage huge = FakeServer.Ok([1]);
                huge.Content.Headers.ContentLength = 1L << 40;
                return huge;
        }
    }
}
