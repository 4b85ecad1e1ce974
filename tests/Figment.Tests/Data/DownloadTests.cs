using System.Net;
using Figment.Data;

namespace Figment.Tests.Data;

public sealed class DownloadTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static readonly Uri First = new("https://first.example/file"),
        Second = new("http://second.example/file");

    private readonly byte[] content = [.. Enumerable.Range(0, 200_000).Select(i => (byte)i)];

    [Fact]
    public void The_first_address_that_answers_is_enough()
    {
        ReportList<DataProgress> progress = new();
        using FakeServer server = new(_ => FakeServer.Ok(content));

        Assert.Equal(content, Fetch(server, progress: progress));

        Assert.Equal([First.AbsoluteUri], server.Requests);
        Assert.Equivalent(new DataProgress(DataActivity.Downloading, "file", 0, 200_000), progress.All[0], strict: true);
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

    public static TheoryData<string, string> Failures =>
        new()
        {
            { "404", "404 Not Found" },
            { "unreachable", "no such host" },
            { "interrupted", "the connection was closed" },
            { "silent", "nothing for 0.2 s" },
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

        File.Delete(folder["cache/file"]);
        using FakeServer dead = new(_ => Fail(failure));
        DownloadException e = Assert.Throws<DownloadException>(() => Fetch(dead));
        Assert.Contains($"first.example: ", e.Message, StringComparison.Ordinal);
        Assert.Contains($"second.example: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["cache/file"]));
        // What has arrived is kept for the next attempt
        Assert.Equal(failure is "interrupted" or "silent", File.Exists(folder["cache/file.part"]));
    }

    [Fact]
    public void A_connection_that_was_cut_is_gone_on_with_by_the_next_address_and_the_next_time()
    {
        ReportList<DataProgress> progress = new();
        using FakeServer dead = new(_ => FakeServer.Ok(new CutStream(content, 70_000)));
        Assert.Throws<DownloadException>(() => Fetch(dead));
        Assert.Equal(["", "bytes=70000-"], dead.Ranges); // the second answer began at the first byte, and was cut off again
        Assert.Equal(content[..70_000], File.ReadAllBytes(folder["cache/file.part"]));

        using FakeServer server = new(request => request.RequestUri == First ? Rest(request, upTo: 150_000) : Rest(request));
        Assert.Equal(content, Fetch(server, progress: progress));

        Assert.Equal(["bytes=70000-", "bytes=150000-"], server.Ranges);
        Assert.Equal((70_000L, 200_000L), (progress.All[0].Done, progress.All[^1].Done));
        Assert.Equal(["file"], Directory.GetFiles(folder["cache"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_beginning_that_belongs_to_another_file_is_thrown_away_and_fetched_anew()
    {
        Directory.CreateDirectory(folder["cache"]);
        File.WriteAllBytes(folder["cache/file.part"], [.. "<html>"u8, .. new byte[100]]);
        using FakeServer server = new(request => Rest(request));

        Assert.Equal(content, Fetch(server));

        Assert.Equal([First.AbsoluteUri, First.AbsoluteUri], server.Requests);
        Assert.Equal(["bytes=106-", ""], server.Ranges);
    }

    [Theory]
    [InlineData(200_000)]
    [InlineData(200_007)]
    public void A_part_that_is_as_long_as_the_file_or_longer_comes_anew(int length)
    {
        Directory.CreateDirectory(folder["cache"]);
        File.WriteAllBytes(folder["cache/file.part"], content.Concat(content).Take(length).ToArray());
        using FakeServer server = new(request =>
            request.Headers.Range is null
                ? FakeServer.Ok(content)
                : new HttpResponseMessage(HttpStatusCode.RequestedRangeNotSatisfiable)
        );

        Assert.Equal(content, Fetch(server));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void A_server_that_goes_on_from_elsewhere_than_asked_is_not_believed()
    {
        Directory.CreateDirectory(folder["cache"]);
        File.WriteAllBytes(folder["cache/file.part"], content[..500]);
        using FakeServer server = new(request => request.RequestUri == First ? Rest(request, from: 400) : Rest(request));

        Assert.Equal(content, Fetch(server));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public void An_answer_that_ends_before_its_announced_length_is_gone_on_with()
    {
        using FakeServer server = new(request =>
        {
            if (request.RequestUri != First)
                return Rest(request);
            HttpResponseMessage answer = FakeServer.Ok(new MemoryStream(content[..1000]));
            answer.Content.Headers.ContentLength = content.Length;
            return answer;
        });

        Assert.Equal(content, Fetch(server));
        Assert.Equal(["", "bytes=1000-"], server.Ranges);
    }

    [Fact]
    public void Two_at_once_do_not_write_into_each_other()
    {
        using FakeServer server = new(_ =>
        {
            Assert.Contains(
                "wait until it has finished",
                Assert.Throws<FigmentException>(() => Fetch(new FakeServer(_ => FakeServer.Ok(content)))).Message,
                StringComparison.Ordinal
            );
            return FakeServer.Ok(content);
        });

        Assert.Equal(content, Fetch(server));
    }

    [Fact]
    public void Cancellation_ends_it_at_once_and_asks_nobody_else()
    {
        using CancellationTokenSource cancellation = new();
        using FakeServer server = new(_ => FakeServer.Ok(new BrokenStream(100, failure: null)));
        ReportList<DataProgress> progress = new(report =>
        {
            if (report.Done == 100)
                cancellation.Cancel();
        });

        Assert.ThrowsAny<OperationCanceledException>(() => Fetch(server, TimeSpan.FromMinutes(1), progress, cancellation.Token));

        Assert.Single(server.Requests);
        Assert.Equal(100, new FileInfo(folder["cache/file.part"]).Length);
    }

    private HttpResponseMessage Rest(HttpRequestMessage request, int upTo = int.MaxValue, int? from = null)
    {
        int start = from ?? (int)(request.Headers.Range?.Ranges.Single().From ?? 0);
        HttpResponseMessage answer = FakeServer.Ok(
            upTo < content.Length ? new CutStream(content[start..], upTo - start) : new MemoryStream(content[start..])
        );
        if (request.Headers.Range is null)
            return answer;
        answer.StatusCode = HttpStatusCode.PartialContent;
        answer.Content.Headers.ContentRange = new System.Net.Http.Headers.ContentRangeHeaderValue(
            start,
            content.Length - 1,
            content.Length
        );
        answer.Content.Headers.ContentLength = content.Length - start;
        return answer;
    }

    private byte[] Fetch(
        FakeServer server,
        TimeSpan? patience = null,
        IProgress<DataProgress>? progress = null,
        CancellationToken cancellationToken = default
    ) =>
        new Download(server, patience ?? TimeSpan.FromMilliseconds(200)).Fetch(
            folder["cache/file"],
            [First, Second],
            64 << 20,
            stream =>
            {
                byte[] bytes = new byte[stream.Length];
                stream.ReadExactly(bytes);
                return bytes is [(byte)'<', ..] ? throw new FileFormatException("it is a web page") : bytes;
            },
            progress,
            cancellationToken
        );

    private static HttpResponseMessage Fail(string failure)
    {
        switch (failure)
        {
            case "404":
                return new HttpResponseMessage(HttpStatusCode.NotFound);
            case "unreachable":
                throw new HttpRequestException("no such host");
            case "interrupted":
                return FakeServer.Ok(new BrokenStream(100, new IOException("the connection was closed")));
            case "silent":
                return FakeServer.Ok(new BrokenStream(100, failure: null));
            case "wrong":
                return FakeServer.Ok("<html>"u8.ToArray());
            case "endless":
                return FakeServer.Ok(new BrokenStream(int.MaxValue, failure: null));
            default:
                HttpResponseMessage huge = FakeServer.Ok([1]);
                huge.Content.Headers.ContentLength = 1L << 40;
                return huge;
        }
    }
}
