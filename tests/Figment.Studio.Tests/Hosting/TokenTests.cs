using System.Diagnostics;
using System.Net;
using System.Net.WebSockets;
using Figment.Studio.Hosting;
using Figment.Studio.Tests.Browser;
using Microsoft.AspNetCore.Routing;
using Microsoft.Playwright;

namespace Figment.Studio.Tests.Hosting;

/// <summary>Nobody gets in without the token, not even on this machine.</summary>
public sealed class TokenTests(StudioFixture studio)
{
    private static readonly HttpClient Client = new(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });

    private string Token => studio.Server.VisitUrl.Split("token=")[1];

    [Fact]
    public async Task Nothing_that_has_an_address_answers_without_the_token()
    {
        RouteEndpoint[] all = [.. studio.Server.Endpoints.OfType<RouteEndpoint>()];
        string[] paths =
        [
            .. all.Select(PathOf)
                .Concat([
                    "/",
                    "/nowhere",
                    "/favicon.ico",
                    "/_blazor/negotiate?negotiateVersion=1",
                    "/runs/map/images.png?count=4",
                ])
                .Distinct(),
        ];
        Assert.True(all.Length > 25, $"{all.Length} addresses");
        Assert.Contains("/_blazor", paths);
        Assert.Contains("/runs/map/files/options.json", paths);

        foreach (string path in paths)
        {
            foreach (
                HttpMethod method in (HttpMethod[])
                    [HttpMethod.Get, HttpMethod.Head, HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options]
            )
            {
                foreach (
                    string? cookie in (string?[])
                        [
                            null,
                            $"figment-token-{new Uri(studio.Server.Url).Port}=0123456789abcdef0123456789abcdef",
                            $"figment-token={Token}",
                        ]
                )
                {
                    using HttpResponseMessage answer = await Ask(path, cookie, method);
                    Assert.True(
                        answer.StatusCode == HttpStatusCode.Unauthorized,
                        $"{method} {path} with {cookie}: {answer.StatusCode}"
                    );
                    Assert.False(answer.Headers.Contains("Set-Cookie"));
                    Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
                }
            }
        }

        static string PathOf(RouteEndpoint endpoint) =>
            '/'
            + string.Join(
                '/',
                endpoint.RoutePattern.PathSegments.Select(segment =>
                    string.Concat(
                        segment.Parts.Select(part =>
                            part switch
                            {
                                Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
                                Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
                                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "run" or "Name" } =>
                                    "map",
                                Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { Name: "path" } =>
                                    "options.json",
                                _ => "x",
                            }
                        )
                    )
                )
            );
    }

    [Fact]
    public async Task The_websocket_does_not_open_without_the_token()
    {
        Uri address = new($"{studio.Server.Url.Replace("http", "ws", StringComparison.Ordinal)}/_blazor?id=x");
        using ClientWebSocket stranger = new();
        stranger.Options.CollectHttpResponseDetails = true;
        await Assert.ThrowsAsync<WebSocketException>(() => stranger.ConnectAsync(address, CancellationToken.None));
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.HttpStatusCode);

        using ClientWebSocket known = new();
        known.Options.CollectHttpResponseDetails = true;
        known.Options.SetRequestHeader("Cookie", StudioFixture.Key(studio.Server));
        await Assert.ThrowsAsync<WebSocketException>(() => known.ConnectAsync(address, CancellationToken.None));
        Assert.Equal(HttpStatusCode.NotFound, known.HttpStatusCode); // let in, and there is no such connection
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("127.0.0.1")]
    public async Task The_address_with_the_token_gives_a_cookie_and_leads_to_one_without(string host)
    {
        await using StudioServer server = await StudioServer.StartAsync(
            new StudioOptions { Host = host, RunsFolder = studio.RunsFolder }
        );
        string url = $"http://127.0.0.1:{new Uri(server.Url).Port}",
            token = server.VisitUrl.Split("token=")[1];
        Assert.Matches("^[0-9a-f]{32}$", token);

        Assert.Equal(HttpStatusCode.Unauthorized, (await Client.GetAsync(new Uri($"{url}/?token={token}0"))).StatusCode);
        Assert.False(server.Entered.IsCompleted);
        HttpResponseMessage welcome = await Client.GetAsync(new Uri($"{url}/runs?a=1&token={token}&b=%20x"));
        string cookie = welcome.Headers.GetValues("Set-Cookie").Single();

        Assert.True(server.Entered.IsCompleted);
        Assert.Equal(HttpStatusCode.Found, welcome.StatusCode);
        Assert.Equal("/runs?a=1&b=%20x", welcome.Headers.Location!.OriginalString);
        Assert.Equal("no-store", welcome.Headers.CacheControl!.ToString());
        // A studio next to it keeps its own cookie
        Assert.StartsWith($"figment-token-{new Uri(server.Url).Port}=", cookie, StringComparison.Ordinal);
        foreach (string mark in (string[])["; path=/", "; httponly", "; samesite=strict"])
            Assert.Contains(mark, cookie, StringComparison.OrdinalIgnoreCase);
        using HttpRequestMessage again = new(HttpMethod.Get, $"{url}/runs");
        again.Headers.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal(HttpStatusCode.OK, (await Client.SendAsync(again)).StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/", "/evil.example/")]
    [InlineData("///evil.example", "/evil.example")]
    [InlineData("/%5Cevil.example", "/%5Cevil.example")]
    [InlineData("/http://evil.example", "/http://evil.example")]
    public async Task The_token_never_leads_to_another_site(string path, string expected)
    {
        Uri url = new(studio.Server.Url);
        using System.Net.Sockets.TcpClient client = new();
        await client.ConnectAsync(url.Host, url.Port);
        await client
            .GetStream()
            .WriteAsync(
                System.Text.Encoding.ASCII.GetBytes(
                    $"GET {path}?token={Token} HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: close\r\n\r\n"
                )
            );
        using StreamReader reader = new(client.GetStream());
        string answer = await reader.ReadToEndAsync();
        Assert.Contains($"\r\nLocation: {expected}\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_comes_without_it_is_told_where_it_stands_in_their_language()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"{studio.Server.Url}/runs");
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Language", "zh-CN");
        string chinese = await (await Client.SendAsync(request)).Content.ReadAsStringAsync();
        Assert.Contains("figment studio", chinese, StringComparison.Ordinal);
        Assert.Contains("令牌", WebUtility.HtmlDecode(chinese), StringComparison.Ordinal);
        Assert.DoesNotContain(Token, chinese, StringComparison.Ordinal);

        IPage page = await studio.Visit();
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync("/runs");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("terminal");
        Assert.Empty(await page.SeriousProblems());
        await page.Locator("input").FillAsync("guessed");
        await page.Locator("button").ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("not the token");
        await page.Locator("input").FillAsync(Token);
        await page.Locator("button").ClickAsync();
        await page.Live();
        Assert.Equal($"{studio.Server.Url}/runs", page.Url);
        await page.Context.CloseAsync();
    }

    /// <summary>
    /// A strict cookie is not sent after a redirect if the visitor comes from a file, so this is tested with a browser.
    /// </summary>
    [Fact]
    public async Task The_file_that_opens_the_browser_leads_in_and_only_its_owner_can_read_it()
    {
        IPage page = await studio.Visit();
        await page.Context.ClearCookiesAsync();
        string file;
        using (DoorFile door = DoorFile.Write(new Uri(studio.Server.VisitUrl)))
        {
            file = door.Path;
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
                Assert.Equal(
                    UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                    File.GetUnixFileMode(Path.GetDirectoryName(file)!)
                );
            }

            await page.GotoAsync(new Uri(file).AbsoluteUri);
            await page.Live();
        }

        Assert.Equal($"{studio.Server.Url}/", page.Url);
        Assert.False(Directory.Exists(Path.GetDirectoryName(file)));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_token_is_kept_in_a_file_that_only_its_owner_can_read()
    {
        string folder = Directory.CreateTempSubdirectory("figment-token-").FullName,
            file = Path.Combine(folder, "token");
        AccessToken made = AccessToken.In(file);
        Assert.Equal(made.Value, AccessToken.In(file).Value);
        Assert.True(made.Is(made.Value) && !made.Is(null) && !made.Is("") && !made.Is(made.Value[..^1]));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
            Assert.Contains(
                "chmod 600",
                Assert.Throws<FigmentException>(() => AccessToken.In(file)).Message,
                StringComparison.Ordinal
            );
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        foreach (
            string bad in (string[])
                ["", "short", new string('a', 129), new string('a', 1 << 20), "0123456789abcdef\nx", "with blanks and more"]
        )
        {
            await File.WriteAllTextAsync(file, bad);
            Assert.Contains(
                "does not hold a token",
                Assert.Throws<FigmentException>(() => AccessToken.In(file)).Message,
                StringComparison.Ordinal
            );
        }

        await Assert.ThrowsAsync<FigmentException>(() =>
            StudioServer.StartAsync(new StudioOptions { TokenFile = Path.Combine(folder, "nowhere", "token") })
        );
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// The command starts a browser, as on a desktop; a stand-in for the browser writes down its arguments.
    /// </summary>
    [Fact]
    public async Task The_token_stands_in_no_process_s_arguments_and_another_user_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Processes are looked at through /proc.");
        string folder = Directory.CreateTempSubdirectory("figment-browser-").FullName,
            told = Path.Combine(folder, "told"),
            opener = Path.Combine(folder, "xdg-open");
        await File.WriteAllTextAsync(opener, $"#!/bin/sh\ncat \"$1\" > {told}.part\nmv {told}.part {told}\nsleep 20\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        ProcessStartInfo start = new(
            "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Figment.Cli.dll"), "studio", "--port", "0", "--runs", studio.RunsFolder]
        )
        {
            RedirectStandardOutput = true,
        };
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using Process command = Process.Start(start)!;
        string line = (await command.StandardOutput.ReadLineAsync())!,
            url = line[line.IndexOf("http", StringComparison.Ordinal)..],
            token = url.Split("token=")[1];
        for (int k = 0; k < 100 && !File.Exists(told); k++)
            await Task.Delay(100);

        Assert.Contains(token, await File.ReadAllTextAsync(told), StringComparison.Ordinal); // the browser gets the token
        string[] processes = [.. Directory.EnumerateDirectories("/proc").Select(Arguments)];
        Assert.Contains(processes, arguments => arguments.Contains(folder, StringComparison.Ordinal)); // it was begun
        Assert.DoesNotContain(processes, arguments => arguments.Contains(token, StringComparison.Ordinal));
        if (Environment.UserName == "root" && File.Exists("/usr/bin/setpriv") && File.Exists("/usr/bin/curl"))
        {
            Assert.Equal("401", await AsNobody("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}", url.Split('?')[0]));
            Assert.Equal("", await AsNobody("sh", "-c", "cat /tmp/figment-studio-*/studio.html 2>/dev/null"));
        }

        using (Process kill = Process.Start("kill", ["-TERM", $"{command.Id}"]))
            await kill.WaitForExitAsync();
        await command.WaitForExitAsync();
        Assert.DoesNotContain(
            Directory.EnumerateDirectories(Path.GetTempPath(), "figment-studio-*"),
            left => File.Exists(Path.Combine(left, "studio.html"))
        );
        Directory.Delete(folder, recursive: true);

        static string Arguments(string process)
        {
            try
            {
                return File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return ""; // no process, or gone
            }
        }

        static async Task<string> AsNobody(string program, params string[] arguments)
        {
            using Process process = Process.Start(
                new ProcessStartInfo("setpriv", ["--reuid", "65534", "--regid", "65534", "--clear-groups", program, .. arguments])
                {
                    RedirectStandardOutput = true,
                }
            )!;
            string said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return said;
        }
    }

    private async Task<HttpResponseMessage> Ask(string path, string? cookie, HttpMethod method)
    {
        using HttpRequestMessage request = new(method, studio.Server.Url + path);
        if (cookie is not null)
            request.Headers.Add("Cookie", cookie);
        return await Client.SendAsync(request);
    }
}
