using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Figment.Runs;
using Figment.Studio.Hosting;
using Figment.Studio.Shelves;
using Figment.Studio.Tests.Browser;
using TorchSharp;

namespace Figment.Studio.Tests.Shelves;

/// <summary>Which threads compute, and what is left afterwards.</summary>
public sealed class SharedThreadTests(StudioFixture studio)
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false });

    [Fact]
    public async Task Fifty_visitors_at_once_cost_no_threads_and_leave_no_tensors()
    {
        await Ask("/runs/map/images.png?count=64");
        await Ask("/runs/map/nearest.png");
        await Ask("/data/images.png"); // loads what the shelves keep before it is counted
        int threads = NativeThreads();
        long tensors = torch.Tensor.TotalCount;

        HttpStatusCode[] all = await Task.WhenAll(
            Enumerable
                .Range(0, 50)
                .Select(k =>
                    Ask(
                        (k % 5) switch
                        {
                            0 => $"/runs/map/map.png?size=5&_={k}",
                            1 => string.Create(CultureInfo.InvariantCulture, $"/runs/map/point.png?x={k / 50.0}"),
                            2 => $"/data/images.png?page={k}",
                            3 => $"/runs/map/nearest.png?index={k}",
                            _ => $"/runs/map/images.png?count=64&seed={k}",
                        }
                    )
                )
        );

        Assert.All(all, status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(tensors, torch.Tensor.TotalCount);
        Assert.InRange(NativeThreads(), 0, threads + 2);
    }

    [Fact]
    public async Task What_takes_long_lets_others_go_first()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Task<TimeSpan> slow = Timed("/runs/first%20gan/images.npy?count=40000"),
            quick = Timed("/runs/map/images.png?count=4");
        await Task.Delay(50);
        await Task.WhenAll(slow, quick, Timed("/runs/map/images.png?count=9"));
        Assert.True(await quick < await slow);

        async Task<TimeSpan> Timed(string path)
        {
            Assert.Equal(HttpStatusCode.OK, await Ask(path));
            return watch.Elapsed;
        }
    }

    [Fact]
    public async Task Arrays_are_bounded_by_their_bytes_and_a_class_without_images_is_named()
    {
        Assert.Equal(HttpStatusCode.BadRequest, await Ask("/runs/map/images.npy?count=90000")); // 282 MB
        string runs = Directory.CreateTempSubdirectory("figment-gap-").FullName,
            images = Path.Combine(runs, "gap-images.idx3-ubyte"),
            labels = Path.Combine(runs, "gap-labels.idx1-ubyte");
        await File.WriteAllBytesAsync(images, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 7, 9]);
        await File.WriteAllBytesAsync(labels, [0, 0, 8, 1, 0, 0, 0, 2, 0, 2]);
        string sha256;
        using (DataShelf shelf = new())
            sha256 = await shelf.UseAsync(images, data => data.Sha256);
        Copy(Path.Combine(runs, "gap"));
        string options = Path.Combine(runs, "gap", "options.json");
        JsonNode json = JsonNode.Parse(await File.ReadAllTextAsync(options))!;
        (json["data"]!["source"], json["data"]!["sha256"]) = (images, sha256);
        await File.WriteAllTextAsync(options, json.ToJsonString());
        await using StudioServer server = await StudioServer.StartAsync(new StudioOptions { RunsFolder = runs });

        Assert.Equal(HttpStatusCode.OK, await Ask("/runs/gap/real.png?label=2", server));
        Assert.Equal(HttpStatusCode.Conflict, await Ask("/runs/gap/real.png?label=1", server));
        await File.WriteAllBytesAsync(images, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 9, 9]);
        Assert.Equal(HttpStatusCode.Conflict, await Ask("/runs/gap/real.png?label=2", server)); // no longer what it learned from
        Directory.Delete(runs, recursive: true);
    }

    [Fact]
    public void A_run_that_another_process_trains_is_neither_deleted_nor_renamed()
    {
        string runs = Directory.CreateTempSubdirectory("figment-held-").FullName,
            run = Path.Combine(runs, "held");
        Copy(run);
        RunShelf shelf = new(new StudioOptions { RunsFolder = runs });
        ShelvedRun found = shelf.Find("held")!;

        using (RunLock.Take(run))
        {
            Assert.Contains(
                "being trained",
                Assert.Throws<Studio.Words.StudioException>(() => RunShelf.Delete(found)).Words.English,
                StringComparison.Ordinal
            );
            Assert.Contains(
                "训练",
                Assert.Throws<Studio.Words.StudioException>(() => RunShelf.Rename(found, "other")).Words.Chinese,
                StringComparison.Ordinal
            );
        }

        Assert.True(File.Exists(Path.Combine(run, "options.json")));
        RunShelf.Rename(found, "other");
        RunShelf.Delete(shelf.Find("other")!);
        Assert.Empty(Directory.EnumerateFileSystemEntries(runs));
        Directory.Delete(runs);
    }

    private static int NativeThreads()
    {
        using Process process = Process.GetCurrentProcess();
        return process.Threads.Count - ThreadPool.ThreadCount; // .NET's own come and go
    }

    private void Copy(string run)
    {
        Directory.CreateDirectory(run);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(studio.RunsFolder, StudioFixture.MapRun)))
            File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
    }

    private async Task<HttpStatusCode> Ask(string path, StudioServer? other = null)
    {
        StudioServer server = other ?? studio.Server;
        using HttpRequestMessage request = new(HttpMethod.Get, server.Url + path);
        request.Headers.Add("Cookie", StudioFixture.Key(server));
        using HttpResponseMessage answer = await Client.SendAsync(request);
        await answer.Content.ReadAsByteArrayAsync();
        return answer.StatusCode;
    }
}
